import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { confirmSecondFactor, offerSecondFactor } from '@/lib/access/second-factor/enrol'
import { getSignIns } from '@/lib/access/sign-ins'
import { processWide } from '@/lib/base/process-wide'
import { provenForMs } from '@/lib/http/proof-table'
import { anAccess, goodPassword, type TestAccess } from '@/lib/testing/an-access'
import { sameOrigin } from '@/lib/testing/fake-sign-ins'
import { PUT } from './route'

let people: TestAccess
let ada: Awaited<ReturnType<TestAccess['addPerson']>>
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
  ada = await people.addPerson('administrator')
})
afterEach(() => people.close())

/** Every session was proven too long ago. */
async function age() {
  const before = new Date(Date.now() - provenForMs - 60_000).toISOString()
  await people.access.journal.db
    .updateTable('sessions' as never)
    .set({ createdAt: before } as never)
    .execute()
  ;(await getSignIns()).forget()
}

async function change(cookie: string) {
  const body = JSON.stringify({ present: goodPassword, next: 'another lamp above' })
  const headers = { host: 'localhost', 'content-type': 'application/json', cookie, ...sameOrigin }
  const response = await PUT(new Request('http://localhost/api/v1/account/password', { method: 'PUT', headers, body }), {})
  return [response.status, ((await response.json()) as { error?: { code: string } }).error?.code ?? null]
}

test('The present password alone is no step-up for a person with a second factor', async () => {
  const { secret } = await offerSecondFactor(people.access, ada.requester)
  await confirmSecondFactor(people.access, ada.requester, 'c1', new TOTP({ secret: Secret.fromBase32(secret) }).generate())
  await age()
  expect(await change(ada.cookie)).toEqual([403, 'step-up-required'])
  await people.access.journal.db
    .updateTable('sessions' as never)
    .set({ createdAt: new Date().toISOString() } as never)
    .execute()
  ;(await getSignIns()).forget()
  expect(await change(ada.cookie)).toEqual([200, null])
})

test('The present password is the step-up for a person without a second factor', async () => {
  await age()
  expect(await change(ada.cookie)).toEqual([200, null])
})
