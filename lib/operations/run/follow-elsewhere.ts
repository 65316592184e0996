import 'server-only'
import type { OperationRecord } from '@/lib/model/operation'

const followEveryMs = 1_000

/** Reads the database once a second, for operations that another replica runs, until they are over. */
export function followElsewhere(
  find: () => Promise<OperationRecord | null>,
  listener: (record: OperationRecord) => void,
  everyMs = followEveryMs,
): () => void {
  let last = ''
  let isStopped = false
  let timer: NodeJS.Timeout | null = null
  async function look() {
    const record = await find().catch(() => undefined)
    if (isStopped || record === null) return
    const text = JSON.stringify(record)
    if (record && text !== last) listener(record)
    last = text
    if (!isStopped && (record === undefined || record.state === 'running')) timer = setTimeout(() => void look(), everyMs)
  }
  void look()
  return () => {
    isStopped = true
    if (timer) clearTimeout(timer)
  }
}
