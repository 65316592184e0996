import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { roles } from '@/lib/model/actor'
import { anActor, sameOrigin, useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { answer, answerPublic } from './answer'
import { authorize } from './authorize'

let signIns: FakeSignIns
beforeEach(() => {
  processWide.log = pino({ level: 'silent' })
  signIns = useFakeSignIns(null)
})
afterEach(() => (processWide.signIns = undefined))

const ask = (method = 'GET', headers: Record<string, string> = {}) =>
  new Request('http://localhost/api/v1/clusters', { method, headers: { host: 'localhost', ...headers } })
const refusal = (request: Request, role: (typeof roles)[number]) =>
  authorize(request, role).then(
    () => null,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  )

describe('authorize', () => {
  test('A request without a sign-in is told to sign in, and one with an invalid key that the key has ended', async () => {
    expect(await refusal(ask(), 'viewer')).toMatchObject({ code: 'sign-in-needed', message: expect.stringContaining('/sign-in') })
    expect(await refusal(ask('GET', { authorization: 'Bearer old' }), 'viewer')).toMatchObject({
      code: 'sign-in-needed',
      message: expect.stringContaining('has ended or was revoked'),
    })
  })

  test.each(roles.flatMap((has) => roles.map((needs) => [has, needs] as const)))('Role %s is checked against %s', async (has, needs) => {
    signIns.become(has)
    const may = roles.indexOf(has) >= roles.indexOf(needs)
    expect((await refusal(ask(), needs))?.code ?? null).toBe(may ? null : 'not-allowed')
    if (may) expect(await authorize(ask(), needs)).toEqual(anActor(has))
  })

  test('A request fails when the sign-in cannot be looked up', async () => {
    signIns.become('administrator')
    signIns.breakDown()
    const response = await answer(() => Response.json('secret'))(ask(), null)
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('secret')])
  })
})

describe('requests that change something', () => {
  test.each(['POST', 'PUT', 'DELETE'])('A %s request with a session needs proof of its origin', async (method) => {
    signIns.become('administrator')
    expect((await refusal(ask(method), 'operator'))?.code).toBe('wrong-origin')
    expect((await refusal(ask(method, { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }), 'operator'))?.code).toBe(
      'wrong-origin',
    )
    expect(await refusal(ask(method, sameOrigin), 'operator')).toBeNull()
  })

  test('A request with a key needs no proof of origin, but the right role', async () => {
    signIns.become('operator', 'key')
    expect(await refusal(ask('POST'), 'operator')).toBeNull()
    expect((await refusal(ask('POST'), 'administrator'))?.code).toBe('not-allowed')
  })

  test('A route without a named role lets viewers read and operators change', async () => {
    const handle = answer((_request, _context, actor) => Response.json(actor.role))
    signIns.become('viewer')
    expect([(await handle(ask(), null)).status, (await handle(ask('POST', sameOrigin), null)).status]).toEqual([200, 403])
    signIns.become('operator')
    expect((await handle(ask('POST', sameOrigin), null)).status).toBe(200)
  })
})

test('A refusal has the headers of other answers and says how to sign in', async () => {
  const response = await answer(() => Response.json('secret'))(ask(), null)
  expect([response.status, response.headers.get('www-authenticate'), response.headers.get('cache-control')]).toEqual([
    401,
    'Bearer realm="understudy"',
    'no-store',
  ])
  expect(await response.json()).toEqual({ error: { code: 'sign-in-needed', message: expect.any(String) } })
})

test('A public route works without any sign-in', async () => {
  signIns.breakDown()
  expect((await answerPublic(() => Response.json('public'))(ask(), null)).status).toBe(200)
})
