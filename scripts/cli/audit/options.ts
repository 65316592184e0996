import { parseArgs } from 'node:util'
import type { AuditLine } from '@/lib/model/audit-proof'
import { toConsoleUrl } from '../operate/options'
import { UsageError } from '../usage-error'

export interface AuditOptions {
  url: string
  key: string | null
  /** A line that was recorded earlier. */
  known: AuditLine | null
  json: boolean
  help: boolean
}

export const auditHelp = `understudy audit verify [options]

Has a running console read its whole audit and check that no line was changed, taken out or put in between.

  --known LINE:HASH  a line as an earlier run printed its last: proves too that nothing up to there was cut off or
                     written anew since
  --json             print the answer as JSON
  --url URL          of the console (default UNDERSTUDY_URL, else http://127.0.0.1:8080)
  -h, --help

The API key comes from UNDERSTUDY_API_KEY and has to be an administrator's.
Exit code: 0 whole, 1 broken, 2 refused, 64 wrong use, 69 no answer.
`

/** @throws UsageError */
export function parseAuditOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): AuditOptions {
  const { values, positionals } = parse(args)
  if (!values.help && (positionals.length !== 1 || positionals[0] !== 'verify'))
    throw new UsageError('“understudy audit verify” is what there is. “understudy audit --help” tells the options.')
  return {
    url: toConsoleUrl(values.url, env),
    key: env.UNDERSTUDY_API_KEY || null,
    known: values.known === undefined ? null : toKnown(values.known),
    json: values.json ?? false,
    help: values.help ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, known: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (cause) {
    throw new UsageError(
      `${cause instanceof Error ? cause.message.split('. ')[0] : 'The options cannot be read'}. “understudy audit --help” tells the options.`,
      { cause },
    )
  }
}

function toKnown(text: string): AuditLine {
  const match = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text)
  if (match) return { line: Number(match[1]), hash: match[2]! }
  throw new UsageError(`--known takes LINE:HASH as an earlier run printed it, not “${text.slice(0, 60)}”.`)
}
