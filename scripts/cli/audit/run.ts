import { apiPaths } from '@/lib/base/paths'
import type { AuditProof } from '@/lib/model/audit-proof'
import { ask, AskError } from '../operate/ask'
import { auditHelp, parseAuditOptions } from './options'
import type { Terminal } from '../terminal'

/** sysexits.h EX_UNAVAILABLE. */
const noAnswer = 69
const refusing = new Set(['not-allowed', 'sign-in-needed', 'journal-unusable'])

/** @returns the exit code. @throws UsageError */
export async function runAuditCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseAuditOptions(args, terminal.env)
  if (options.help) {
    terminal.stdout.write(auditHelp)
    return 0
  }
  const { known } = options
  try {
    const proof = await ask<AuditProof>(
      options,
      'GET',
      `${apiPaths.auditCheck}${known === null ? '' : `?line=${known.line}&hash=${known.hash}`}`,
    )
    terminal.stdout.write(options.json ? `${JSON.stringify(proof, null, 2)}\n` : toText(proof))
    return proof.brokenAt === null ? 0 : 1
  } catch (error) {
    if (!AskError.is(error)) throw error
    terminal.stderr.write(`${error.message}\n`)
    return error.code === null ? noAnswer : refusing.has(error.code) ? 2 : 1
  }
}

function toText({ sentence, brokenAt, lines, head }: AuditProof): string {
  if (brokenAt !== null || lines === 0) return `${sentence}\n`
  return `${sentence}\nThe last one is ${lines}:${head}\nKept elsewhere, --known proves with it later that nothing up to there was cut off or written anew.\n`
}
