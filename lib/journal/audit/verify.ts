import 'server-only'
import type { Journal } from '../dialect'
import { FIRST_HASH, hashLine } from './line'

export interface AuditProof {
  lines: number
  /** Hash of the newest line: written down elsewhere it also proves that no line was cut off at the end. */
  head: string
  /** Number of the first line that does not fit the one before; null: the chain is whole. */
  brokenAt: number | null
  sentence: string
}

const PAGE = 500

/** Reads the whole audit and checks that no line was changed, taken out or put in between. */
export async function verifyAudit({ db }: Pick<Journal, 'db'>): Promise<AuditProof> {
  let seq = 0
  let head = FIRST_HASH
  for (;;) {
    const page = await db.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(PAGE).execute()
    for (const { hash, ...line } of page) {
      if (line.seq !== seq + 1 || line.previous_hash !== head || hashLine(line) !== hash) return toBroken(seq, head, seq + 1)
      seq = line.seq
      head = hash
    }
    if (page.length < PAGE) return { lines: seq, head, brokenAt: null, sentence: seq === 1 ? 'The one line of the audit is whole.' : `All ${seq} lines of the audit are whole and in order.` }
  }
}

function toBroken(lines: number, head: string, brokenAt: number): AuditProof {
  return { lines, head, brokenAt, sentence: `Line ${brokenAt} of the audit was changed, taken out or put in by something other than Understudy. The ${lines} before it are whole. Compare with a backup.` }
}
