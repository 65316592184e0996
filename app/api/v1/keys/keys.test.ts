import fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { keyRequest } from '@/lib/http/schemas/access'
import { roles } from '@/lib/model/actor'
import { anAccess, type TestAccess } from '@/lib/testing/an-access'
import { sameOrigin } from '@/lib/testing/fake-sign-ins'
import { POST } from './route'

let people: TestAccess
let cookie: string
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
  cookie = (await people.addPerson('administrator')).cookie
})
afterEach(() => people.close())

const make = (body: unknown) =>
  POST(
    new Request('http://localhost/api/v1/keys', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...sameOrigin },
      body: JSON.stringify(body),
    }),
    null,
  )
const aKey = (over: object = {}) => ({ name: 'prometheus', role: 'viewer', days: 30, ...over })

describe('the lifetime of a key', () => {
  it.each([0.000_001, 0, -1, 1 / 1_441])('A key for %d days is refused with the minimum', async (days) => {
    const response = await make(aKey({ days }))
    expect([response.status, ((await response.json()) as { error: object }).error]).toEqual([
      400,
      {
        code: 'bad-request',
        message: expect.stringMatching(/^days: is at least 1\/1440 \(0\.0007\), a minute\./) as string,
        detail: { field: 'days' },
      },
    ])
  })

  it.each([1 / 1_440, 366])('A key for %d days is accepted', async (days) => {
    const before = Date.now()
    const { endsAt } = (await (await make(aKey({ days }))).json()) as { endsAt: string }
    expect(Math.abs(Date.parse(endsAt) - before - days * 86_400_000)).toBeLessThan(60_000)
  })

  it('A key for more than 366 days is refused', async () => expect((await make(aKey({ days: 366.000_1 }))).status).toBe(400))
})

it('A key is created exactly when the schema accepts the request, else the answer is 400', async () => {
  const text = fc.oneof(fc.string({ maxLength: 70 }), fc.string({ unit: 'binary', maxLength: 70 }))
  const days = fc.oneof(
    fc.double(),
    fc.double({ min: 0, max: 0.001 }),
    fc.double({ min: 365.999, max: 366.001 }),
    fc.integer(),
    fc.constant(null),
    fc.string(),
  )
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(...roles, 'owner'), days, async (name, role, lives) => {
      const sent = JSON.parse(JSON.stringify(aKey({ name, role, days: lives }))) as object
      const isGood = keyRequest.safeParse(sent).success && !name.includes('\0')
      expect((await make(sent)).status).toBe(isGood ? 200 : 400)
    }),
    { numRuns: 200 },
  )
})
