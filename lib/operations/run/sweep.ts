import 'server-only'
import { findLeaseHolder } from '@/lib/journal/leases'
import type { Journal } from '@/lib/journal/dialect'
import type { OperationRecord } from '@/lib/model/operation'
import { toLeaseName } from './live-operation'
import type { OperationStore } from './store'

/** What of the operations that are written down as running is really running, here or elsewhere. */
export interface Sweep {
  /** Run by other replicas. */
  elsewhere: OperationRecord[]
  /** Their console ended; they are written down as interrupted now. */
  interrupted: OperationRecord[]
}

/**
 * Tells the truth about operations whose console died: they are over, wherever they were, and nothing continues them.
 * Whoever holds the cluster's lease still lives.
 */
export async function sweepOperations(
  journal: Journal,
  store: OperationStore,
  isHere: (id: string) => boolean,
  now: number,
): Promise<Sweep> {
  const found: Sweep = { elsewhere: [], interrupted: [] }
  for (const record of await store.running()) {
    if (isHere(record.id)) continue
    const holder = await findLeaseHolder(journal, toLeaseName(record.clusterId))
    if (holder === record.id) found.elsewhere.push(record)
    else if (await store.end(toInterrupted(record, now))) found.interrupted.push(record)
  }
  return found
}

/** Changes the record: the step under way may have done its work or not. */
export function toInterrupted(record: OperationRecord, now: number): OperationRecord {
  const at = new Date(now).toISOString()
  const step = record.step === null ? null : record.steps[record.step]
  for (const each of record.steps) {
    if (each.state === 'running')
      Object.assign(each, {
        state: 'interrupted',
        endedAt: at,
        detail: 'The console ended meanwhile: what this step had begun may be done or not.',
      })
    else if (each.state === 'waiting') each.state = 'skipped'
  }
  const done = record.steps.filter(({ state }) => state === 'done').length
  const where = step
    ? `during step ${record.step! + 1} of ${record.steps.length}, “${step.title}”`
    : done > 0
      ? 'after its last step, before it looked whether it worked'
      : 'before its first step'
  record.state = 'interrupted'
  record.endedAt = at
  record.result = `The console that ran this ended ${where}. Nothing was continued. Look at the cluster as it is now, then plan anew.`
  return record
}
