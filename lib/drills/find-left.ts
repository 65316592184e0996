import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { getJournal } from '@/lib/journal/database'
import type { GuardReport } from '@/lib/model/drills/drill-report'
import type { OperationRecord } from '@/lib/model/operation'
import type { ClusterHosts } from '@/lib/operations/run/verb'
import { HostError } from '@/lib/sources/hosts/runner'
import type { DrillRecord } from './drill-run'
import { findStoredDrill, saveReport } from './drill-store'
import { askGuard, endGuard, toGuardReport } from './guard/guard'
import { makeReport } from './make-report'

const askAgainMs = 2_000
/** For so long after its deadline a guard that starts a process may need. */
const startsWithinMs = 90_000

/**
 * A drill whose console ended: its guard undoes the fault on its host. Asks it until it has, and writes the report.
 * @returns what the guard did; null: nothing was begun
 */
export async function findLeft(operation: OperationRecord, { runner }: ClusterHosts): Promise<string | null> {
  const journal = await getJournal()
  const stored = await findStoredDrill(journal, operation.id)
  if (stored === null || stored.report !== null) return null
  const { record } = stored
  const write = async (guard: GuardReport | null) => {
    record.guard = guard
    await saveReport(journal, record, makeReport(record, toOutcome(record, operation)))
    return toText(record)
  }
  if (record.guard === null) return write(null)
  for (let guard = record.guard; ; await sleep(askAgainMs)) {
    guard = await hear(runner, record, guard)
    const isWaiting = guard.state === 'waiting' || guard.state === 'not-heard'
    const text = await write(guard)
    if (!isWaiting || Date.now() > Date.parse(guard.actsAt ?? record.startedAt) + startsWithinMs) return text
  }
}

/** Its last word; one that has acted is removed with its files. */
async function hear(runner: ClusterHosts['runner'], { id }: DrillRecord, before: GuardReport): Promise<GuardReport> {
  const { host } = before
  const actsAt = before.actsAt === null ? null : Date.parse(before.actsAt)
  try {
    const word = await askGuard(runner, host, id)
    if (word.word !== 'none' && !word.runs) await endGuard(runner, host, id)
    return toGuardReport(host, word, actsAt)
  } catch (error) {
    if (!HostError.is(error)) throw error
    return { ...before, state: 'not-heard', text: `The guard on ${host} is not heard: ${error.message} It undoes the fault all the same.` }
  }
}

function toOutcome({ guard, isFaultDone }: DrillRecord, { result }: OperationRecord) {
  const isUndone = !isFaultDone || guard?.state === 'acted' || guard?.state === 'found-nothing' || guard?.state === 'ended'
  return {
    after: [],
    rollback: { isDone: isUndone, text: guard?.text ?? 'No guard was started, and nothing was broken.' },
    leftBehind: [],
    abort: result ?? 'The console that ran it ended.',
    leaderAfter: null,
    endedAt: Date.now(),
  }
}

function toText({ number, guard }: DrillRecord): string {
  return `Drill ${number}: ${guard?.text ?? 'nothing was broken.'}`
}
