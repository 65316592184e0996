import { describe, expect, test } from 'vitest'
import { isSameOrigin } from './same-origin'

const says = (headers: Record<string, string>) => isSameOrigin(new Headers({ host: 'localhost:8080', ...headers }))

describe('requests from a page of this console', () => {
  test.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' },
    { origin: 'http://localhost:8080' },
    { origin: 'http://LOCALHOST:8080' },
    { origin: 'https://console.example', host: 'console.example:443', 'x-understudy-scheme': 'https' },
  ])('The headers %j prove the same origin', (headers) => expect(says(headers)).toBe(true))
})

describe('requests without proof of the same origin', () => {
  test.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': '' },
    { 'sec-fetch-site': 'same-origin, cross-site' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://evil.example' },
    { origin: 'http://localhost' },
    { origin: 'http://localhost:8081' },
    { origin: 'http://localhost:8080.evil.example' },
    { origin: 'http://localhost:8080@evil.example' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:8080' },
    { origin: 'http://localhost:8080', 'x-understudy-scheme': 'https' },
    { referer: 'http://localhost:8080/' },
  ])('The headers %j do not prove the same origin', (headers) => expect(says(headers)).toBe(false))

  test('A missing host header proves no origin', () => expect(isSameOrigin(new Headers({ origin: 'http://localhost:8080' }))).toBe(false))
})
