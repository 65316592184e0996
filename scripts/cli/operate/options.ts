import { parseArgs } from 'node:util'
import { isOperationKind, operationKindIds, operationKinds, type OperationKind } from '@/lib/model/operation-kinds'
import { UsageError } from '../usage-error'

/** Verbs that belong to no single operation kind. */
export const furtherVerbs = ['operations', 'abort', 'emergency-stop'] as const

export type OperateVerb = OperationKind | (typeof furtherVerbs)[number]

export interface OperateOptions {
  verb: OperateVerb
  /** Master, member, worker, job; or the id of an operation. */
  target: string | null
  url: string
  key: string | null
  /** null: the only existing one. */
  cluster: string | null
  dryRun: boolean
  /** The cluster's name, as it would be typed. */
  yes: string | null
  override: string | null
  reason: string | null
  options: Record<string, string>
  lift: boolean
  json: boolean
  help: boolean
}

const list = operationKindIds
  .map((kind) => {
    const { targets, what } = operationKinds[kind]
    return `  ${`${kind}${targets ? ` ${targets.toUpperCase()}` : ''}`.padEnd(30)} ${what}`
  })
  .join('\n')

export const operateHelp = `understudy VERB [TARGET] [options]

Asks a running console to do something to a cluster, shows its plan, follows it to its end.

${list}
  operations                     Lists what was done, newest first.
  abort ID                       Ends an operation.
  emergency-stop                 Ends all operations and forbids new ones; with --lift it allows them again.

  --cluster ID     needed where the console knows several
  --dry-run        show the plan (exact commands, host by host, and the preflight) and do nothing
  --yes NAME       confirm with the cluster's name; without it nothing is done
  --override WORDS lift a refusal with the very words it names
  --reason TEXT    for the audit
  --option K=V     what one verb alone needs, e.g. --option backup=NAME
  --lift           with emergency-stop
  --json           print the plan or the ended operation as JSON
  --url URL        of the console (default UNDERSTUDY_URL, else http://127.0.0.1:8080)
  -h, --help

The API key comes from UNDERSTUDY_API_KEY; an administrator creates one on the Keys page (account menu).
While it runs, Ctrl-C ends the operation (a second one only leaves it).
Exit code: 0 done (or a plan that nothing speaks against), 1 failed, 2 refused, 3 aborted or interrupted, 64 wrong use, 69 no answer, 130 left with Ctrl-C.
`

export function isOperateVerb(word: string): word is OperateVerb {
  return isOperationKind(word) || (furtherVerbs as readonly string[]).includes(word)
}

/** @throws UsageError */
export function parseOperateOptions(
  verb: OperateVerb,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): OperateOptions {
  const { values, positionals } = parse(args)
  if (positionals.length > 1) throw new UsageError(`One target is wanted, and ${positionals.length} were named.`)
  return {
    verb,
    target: positionals[0] ?? null,
    url: toConsoleUrl(values.url, env),
    key: env.UNDERSTUDY_API_KEY || null,
    cluster: values.cluster ?? null,
    dryRun: values['dry-run'] ?? false,
    yes: values.yes ?? null,
    override: values.override ?? null,
    reason: values.reason ?? null,
    options: Object.fromEntries((values.option ?? []).map(toPair)),
    lift: values.lift ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: text,
        cluster: text,
        yes: text,
        override: text,
        reason: text,
        option: { type: 'string', multiple: true },
        'dry-run': flag,
        lift: flag,
        json: flag,
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    throw new UsageError(
      `${cause instanceof Error ? cause.message.split('. ')[0] : 'The options cannot be read'}. “understudy operations --help” tells the options.`,
      { cause },
    )
  }
}

/** The address of the console. @param given with --url @throws UsageError */
export function toConsoleUrl(given: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const text = given ?? (env.UNDERSTUDY_URL || 'http://127.0.0.1:8080')
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/$/, '')
  throw new UsageError(`--url takes an address like http://127.0.0.1:8080, not “${text.slice(0, 60)}”.`)
}

function toPair(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`--option takes NAME=VALUE, not “${text.slice(0, 60)}”.`)
  return [text.slice(0, at), text.slice(at + 1)]
}
