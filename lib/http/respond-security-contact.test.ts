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

test('security.txt names the contact of the settings, and a day on which it expires (RFC 9116)', async () => {
  const response = await ask('mailto:security@example.org')
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    200,
    'text/plain; charset=utf-8',
    'Contact: mailto:security@example.org\nExpires: 2027-03-01T00:00:00Z\nPreferred-Languages: en\n',
  ])
})

test('without a contact in the settings there is no security.txt', async () => {
  const response = await ask(null)
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: { code: 'route-not-found', message: expect.stringContaining('securityContact') } },
  ])
})
