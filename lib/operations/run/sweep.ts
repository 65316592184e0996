import 'server-only'
import { writeAudited, type AuditEntry } from '@/lib/journal/audit/append'
import { findLeaseHolder } from '@/lib/journal/leases'
import type { Journal } from '@/lib/journal/dialect'
import type { OperationRecord } from '@/lib/model/operation'
import { toLeaseName } from './live-operation'
import { createStore } from './store'

interface SweepInput {
  journal: Journal
  /** Whether this console runs the operation. */
  isHere(id: string): boolean
  /** Called for each operation as soon as it is recorded as interrupted. */
  onInterrupted(record: OperationRecord): void
  /** ms since 1970. */
  now: number
}

/**
 * Records the operations of dead consoles as interrupted: they are over, wherever they were, and are never continued. A console that holds
 * the cluster's lease still lives.
 * @returns the operations that other consoles run
 */
export async function sweepOperations({ journal, isHere, onInterrupted, now }: SweepInput): Promise<OperationRecord[]> {
  const elsewhere: OperationRecord[] = []
  for (const record of await createStore(journal).running()) {
    if (isHere(record.id)) continue
    const holder = await findLeaseHolder(journal, toLeaseName(record.clusterId))
    if (holder === record.id) elsewhere.push(record)
    else if (await writeInterrupted(journal, toInterrupted(record, now))) onInterrupted(record)
  }
  return elsewhere
}

/** Writes the end and its line in the audit in one transaction. @returns false: it was ended meanwhile */
async function writeInterrupted(journal: Journal, record: OperationRecord): Promise<boolean> {
  const { result } = await writeAudited(journal, async (transaction) => {
    const isEnded = await createStore({ db: transaction }).end(record)
    return { entry: isEnded ? toAudit(record) : null, result: isEnded }
  })
  return result
}

function toAudit({ id, kind, clusterId, target, reason, state, result }: OperationRecord): AuditEntry {
  return {
    actor: null,
    from: null,
    action: `operation.${kind}`,
    clusterId,
    target,
    reason,
    result: 'failed',
    detail: { operation: id, state, result },
  }
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
