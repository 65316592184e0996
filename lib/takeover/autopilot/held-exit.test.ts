import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { findLeaseHolder, tryLease } from '@/lib/journal/leases'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { beginRun, endRun, saveSettings, tieRun, toExitLease } from './autopilot-store'
import { takeExit } from './held-exit'

const leader = { leaderSessionId: 'bf84a7fd', master: 'jm1:8081' }
let place: TestJournals
let journal: Journal

beforeEach(async () => {
  place = aJournalPlace()
  journal = await place.open()
  await saveSettings(journal, 'east', { isOn: true, againAfterMs: 1, by: 'Olga' })
})
afterEach(() => place.close())

const take = (holder: string, at = Date.now()) => takeExit({ journal, clusterId: 'east', exit: { ...leader, at }, holder })
const otherHasIt = (ms: number) => tryLease(journal, toExitLease('east', leader.leaderSessionId), 'console-1', ms)

it('A console waits while another one acts and lets the exit pass once the other reported it or started its operation', async () => {
  await otherHasIt(60_000)
  const run = await beginRun(journal, 'east', leader)
  const waiting = take('console-2')
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 700, 'waits'))])).toBe('waits')
  await tieRun(journal, run, 'o1')
  expect(await waiting).toBeNull()
  await endRun(journal, run, { result: 'done', text: '', operationId: 'o1' })
  expect(await take('console-3')).toBeNull()
})

it('A reported exit stays with the reporting console for a minute, and so does the leader’s next exit', async () => {
  const first = await take('console-1')
  expect(first).toMatchObject({ leftRun: null })
  await endRun(journal, await beginRun(journal, 'east', leader), { result: 'refused', text: '', operationId: null })
  await first!.close()
  expect(await findLeaseHolder(journal, toExitLease('east', leader.leaderSessionId))).toBe('console-1')
  expect(await take('console-2')).toBeNull()
  const next = await take('console-1')
  expect([next?.leftRun, await next?.isHeld()]).toEqual([null, true])
  await next!.close()
})

it('A console continues the run that a dead console left, but no run of an earlier exit', async () => {
  const run = await beginRun(journal, 'east', leader)
  const now = await take('console-2')
  expect(now?.leftRun).toBe(run)
  await now!.close()
  await journal.db.deleteFrom('leases').execute()
  const other = await take('console-2', Date.now() + 120_000)
  expect(other?.leftRun).toBeNull()
  await other!.close()
})

it('A console stops waiting when the autopilot is turned off', async () => {
  await otherHasIt(60_000)
  await saveSettings(journal, 'east', { isOn: false, againAfterMs: 1, by: 'Olga' })
  expect(await take('console-2')).toBeNull()
})
