import { describe, expect, test } from 'vitest'
import { isSameOrigin } from './same-origin'

const says = (headers: Record<string, string>) => isSameOrigin(new Headers({ host: 'localhost:8080', ...headers }))

describe('a page of this console asked', () => {
  test.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' },
    { origin: 'http://localhost:8080' },
    { origin: 'http://LOCALHOST:8080' },
    { origin: 'https://console.example', host: 'console.example:443', 'x-understudy-scheme': 'https' },
  ])('%j', (headers) => expect(says(headers)).toBe(true))
})

describe('nothing proves it', () => {
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
  ])('%j', (headers) => expect(says(headers)).toBe(false))

  test('without a host that is asked', () => expect(isSameOrigin(new Headers({ origin: 'http://localhost:8080' }))).toBe(false))
})
