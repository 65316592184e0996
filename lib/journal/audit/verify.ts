import 'server-only'
import type { Journal } from '../dialect'
import type { AuditLine, AuditProof } from '@/lib/model/audit-proof'
import { firstHash, hashLine } from './line'

const verifiedPage = 500

/**
 * Reads the whole audit and checks that no line was changed, removed or inserted.
 * @param known a line as it was recorded elsewhere: only that shows whether later ones were cut off, or all rewritten
 */
export async function verifyAudit({ db }: Pick<Journal, 'db'>, known: AuditLine | null = null): Promise<AuditProof> {
  let seq = 0
  let head = firstHash
  for (;;) {
    // Without a lower bound at first: a line numbered below 1 would be shown and never checked.
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .$if(seq > 0, (query) => query.where('seq', '>', seq))
      .orderBy('seq')
      .limit(verifiedPage)
      .execute()
    for (const { hash, ...line } of page) {
      if (line.seq !== seq + 1 || line.previous_hash !== head || hashLine(line) !== hash) return toBroken(seq, head, seq + 1)
      if (line.seq === known?.line && hash !== known.hash) return toOther(seq, head, known.line)
      seq = line.seq
      head = hash
    }
    if (page.length < verifiedPage) break
  }
  if (known !== null && known.line > seq) return toCut(seq, head, known.line)
  return (await hasMoreLines(db)) ? toBroken(seq, head, seq + 1) : toWhole(seq, head, known)
}

/** Whether there are lines that reading by number does not reach. In one statement, because other processes may be writing. */
async function hasMoreLines(db: Journal['db']): Promise<boolean> {
  const { lines, last } = await db
    .selectFrom('audit')
    .select(({ fn }) => [fn.countAll<number>().as('lines'), fn.max('seq').as('last')])
    .executeTakeFirstOrThrow()
  return Number(lines) !== Number(last ?? 0)
}

function toWhole(lines: number, head: string, known: AuditLine | null): AuditProof {
  const words =
    lines === 0
      ? 'The audit has no line yet.'
      : lines === 1
        ? 'The one line of the audit is whole.'
        : `All ${lines} lines of the audit are whole and in order.`
  return { lines, head, brokenAt: null, sentence: known === null ? words : `${words} Line ${known.line} is the one that was written down.` }
}

function toBroken(lines: number, head: string, brokenAt: number): AuditProof {
  return {
    lines,
    head,
    brokenAt,
    sentence: `Line ${brokenAt} of the audit was changed, taken out or put in by something other than Understudy. ${toBefore(lines)} Compare with a backup.`,
  }
}

function toOther(lines: number, head: string, brokenAt: number): AuditProof {
  return {
    lines,
    head,
    brokenAt,
    sentence: `Line ${brokenAt} of the audit is not the one that was written down: from there or from before on it was written anew. Compare with a backup.`,
  }
}

function toCut(lines: number, head: string, line: number): AuditProof {
  return {
    lines,
    head,
    brokenAt: lines + 1,
    sentence: `The audit ends with line ${lines}, but there was a line ${line}: the newest were cut off, or an older copy of the database was put in its place. Compare with a backup.`,
  }
}

function toBefore(lines: number): string {
  return lines === 0 ? 'It is the first.' : lines === 1 ? 'The one before it is whole.' : `The ${lines} before it are whole.`
}
