import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { isUse } from '@/lib/http/is-use'
import { StreamWatch } from '@/lib/http/stream-watch'
import { anAccess, here, type TestAccess } from '@/lib/testing/an-access'
import { getSignIns } from '../sign-ins'
import { beginSession } from './begin-session'
import { findIdleEnd } from './derive-idle'
import { listOwnSessions } from './own-sessions'
import { noteSessionUse } from './session-marks'

const hour = 3_600_000
let people: TestAccess
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
})
afterEach(async () => {
  vi.useRealTimers()
  await people.close()
})

const find = async (cookie: string) => (await getSignIns()).findSignedIn(new Headers({ cookie }))
/** As if it had begun so long ago and was not used since. */
async function leaveFor(ms: number): Promise<void> {
  await people.access.journal.db
    .updateTable('sessions' as never)
    .set({ createdAt: new Date(Date.now() - ms).toISOString() } as never)
    .execute()
  await people.access.journal.db.deleteFrom('session_marks').execute()
  ;(await getSignIns()).forget()
}

describe('idle sessions', () => {
  test('An idle session ends after twelve hours for operators and administrators, but not for viewers', async () => {
    const [ada, bob, vera] = [await people.addPerson('administrator'), await people.addPerson('operator'), await people.addPerson('viewer')]
    const standing = async () => Promise.all([ada, bob, vera].map(async ({ cookie }) => (await find(cookie))?.actor.role ?? null))
    await leaveFor(11.9 * hour)
    expect(await standing()).toEqual(['administrator', 'operator', 'viewer'])
    await leaveFor(12.1 * hour)
    expect(await standing()).toEqual([null, null, 'viewer'])
  })

  test('A session in use stays open, and its use is recorded every five minutes at most', async () => {
    const { cookie } = await people.addPerson('operator')
    const signedIn = (await find(cookie))!
    await leaveFor(20 * hour)
    const at = Date.now()
    for (const ms of [-13 * hour, -hour, -hour + 299_000]) await noteSessionUse(people.access, signedIn.credentialId, at + ms)
    expect(await people.access.journal.db.selectFrom('session_marks').select('seen_at').execute()).toEqual([{ seen_at: at - hour }])
    expect((await find(cookie))?.actor.role).toBe('operator')
  })

  test('An ended idle session closes its open stream', async () => {
    const { cookie } = await people.addPerson('operator')
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const watch = new StreamWatch(new Request('http://localhost/api/v1/clusters/events', { headers: { cookie } }), 'viewer')
    watch.over(new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }))
    const ended = new Promise((resolve) => watch.request.signal.addEventListener('abort', () => resolve('ended')))
    await leaveFor(13 * hour)
    vi.advanceTimersByTime(2_000)
    expect(await ended).toBe('ended')
  })

  test('An idle session ends after the hours of the environment', async () => {
    await people.close()
    people = await anAccess({ UNDERSTUDY_IDLE_HOURS: '0.5' })
    const { cookie } = await people.addPerson('operator')
    await leaveFor(0.6 * hour)
    expect(await find(cookie)).toBeNull()
    expect([findIdleEnd('operator', 0, 1), findIdleEnd('viewer', 0, 1)]).toEqual([hour, Infinity])
    for (const wrong of ['0', 'soon', '1e3', '169', '-1'])
      await expect(anAccess({ UNDERSTUDY_IDLE_HOURS: wrong }), wrong).rejects.toThrow('write hours')
  })
})

describe('use of a session', () => {
  const ask = (method: string, headers: Record<string, string> = {}) => isUse(new Request('http://localhost/', { method, headers }))
  test('A session counts as used by opened pages and changes, not by what a page does by itself', () => {
    expect([ask('GET', { 'sec-fetch-mode': 'navigate' }), ask('GET', { rsc: '1' }), ask('POST'), ask('DELETE')]).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect([
      ask('GET'),
      ask('GET', { accept: 'text/event-stream' }),
      ask('GET', { accept: 'application/json', 'sec-fetch-mode': 'cors' }),
      ask('GET', { rsc: '1', 'next-router-prefetch': '1' }),
      ask('GET', { 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch;prerender' }),
    ]).toEqual([false, false, false, false, false])
  })
})

test('A person has at most twenty sessions, the oldest ends first, and other people keep theirs', async () => {
  const [ada, bob] = [await people.addPerson('administrator'), await people.addPerson('operator')]
  await leaveFor(60_000)
  const cookies: string[] = []
  for (let i = 0; i < 20; i++) cookies.push((await beginSession(people.access, ada.id, here)).cookies[0]!.split(';')[0]!)
  const held = await listOwnSessions(people.access, (await find(cookies[19]!))!)
  expect([held.length, await find(ada.cookie), (await find(cookies[0]!))?.actor.id, (await find(bob.cookie))?.actor.id]).toEqual([
    20,
    null,
    ada.id,
    bob.id,
  ])
})
