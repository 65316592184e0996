import { expect, test } from 'vitest'
import { toStatusOrigin } from './origin'

test('The links lead to the address of the status pages, else of the console, else of the listener', () => {
  const own = 'http://127.0.0.1:8090'
  const [status, console] = ['https://status.example.org/x', 'https://understudy.example.org']
  expect([
    toStatusOrigin(own, { UNDERSTUDY_STATUS_URL: status, UNDERSTUDY_URL: console }),
    toStatusOrigin(own, { UNDERSTUDY_URL: console }),
    toStatusOrigin(own, {}),
    toStatusOrigin(own, { UNDERSTUDY_STATUS_URL: 'status.example.org', UNDERSTUDY_URL: ' ' }),
    toStatusOrigin(own, { UNDERSTUDY_STATUS_URL: 'javascript:alert(1)' }),
  ]).toEqual(['https://status.example.org', 'https://understudy.example.org', own, own, own])
})
