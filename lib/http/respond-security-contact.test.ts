import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GET } from '@/app/.well-known/security.txt/route'
import { processWide } from '@/lib/base/process-wide'
import { aFakeConsole } from '@/lib/testing/a-fake-console'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-12-01T13:14:15.678Z'), toFake: ['Date'] }))
afterEach(() => {
  vi.useRealTimers()
  processWide.console = undefined
})

const ask = async (securityContact: string | null) => {
  processWide.console = Promise.resolve({ ...aFakeConsole(), securityContact: () => securityContact })
  return GET(new Request('http://localhost/.well-known/security.txt'), {})
}

test('The file security.txt names the configured contact and its expiry date (RFC 9116)', async () => {
  const response = await ask('mailto:security@example.org')
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    200,
    'text/plain; charset=utf-8',
    'Contact: mailto:security@example.org\nExpires: 2027-03-01T00:00:00Z\nPreferred-Languages: en\n',
  ])
})

test('The file security.txt does not exist without a configured contact', async () => {
  const response = await ask(null)
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: { code: 'route-not-found', message: expect.stringContaining('securityContact') } },
  ])
})
