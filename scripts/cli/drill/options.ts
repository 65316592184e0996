import { parseArgs } from 'node:util'
import { findDurationMs } from '@/lib/flink/configuration/duration'
import { drillScenarioIds, drillScenarios } from '@/lib/model/drills/scenarios'
import { toConsoleUrl } from '../operate/options'
import type { CarryOutOptions } from '../operate/run'
import { UsageError } from '../usage-error'

export interface DrillOptions extends CarryOutOptions {
  /** A scenario, or `report`. */
  words: readonly string[]
  cluster: string | null
  objectiveMs: number | null
  reason: string | null
  /** File for JUnit XML. */
  junit: string | null
  format: ReportFormat
  help: boolean
}

const formats = ['markdown', 'json', 'junit'] as const
type ReportFormat = (typeof formats)[number]

const list = drillScenarioIds.map((id) => `  ${id.padEnd(30)} ${drillScenarios[id].proves}`).join('\n')

export const drillHelp = `understudy drill SCENARIO [options]
understudy drill report ID [--format markdown|json|junit]

Has a running console break one thing on purpose, measure the failover, undo it and write a report.

${list}

  --objective TIME the jobs have to run again after at most this time, e.g. 60s or 2min
  --cluster ID     needed where the console knows several
  --dry-run        show the plan and its preflight, and do nothing
  --yes NAME       confirm with the cluster's name; without it nothing is done
  --override WORDS begin although a point of the preflight is not as it should be, with the words it names
  --reason TEXT    for the audit
  --junit FILE     write the report as JUnit XML
  --json           print the plan, or the report, as JSON
  --url URL        of the console (default UNDERSTUDY_URL, else http://127.0.0.1:8080)
  -h, --help

The API key comes from UNDERSTUDY_API_KEY. Ctrl-C ends the drill and undoes what it broke.
Exit code: 0 passed (or a plan that nothing speaks against), 1 failed, 2 refused, 3 aborted or inconclusive, 64 wrong use, 69 no answer, 130 left with Ctrl-C.
`

/** @throws UsageError */
export function parseDrillOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): DrillOptions {
  const { values, positionals } = parse(args)
  return {
    words: positionals,
    url: toConsoleUrl(values.url, env),
    key: env.UNDERSTUDY_API_KEY || null,
    cluster: values.cluster ?? null,
    objectiveMs: values.objective === undefined ? null : toMs(values.objective),
    dryRun: values['dry-run'] ?? false,
    yes: values.yes ?? null,
    override: values.override ?? null,
    reason: values.reason ?? null,
    junit: values.junit ?? null,
    format: toFormat(values.format, values.json ?? false),
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
        objective: text,
        yes: text,
        override: text,
        reason: text,
        junit: text,
        format: text,
        'dry-run': flag,
        json: flag,
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    const what = cause instanceof Error ? cause.message.split('. ')[0] : 'The options cannot be read'
    throw new UsageError(`${what}. “understudy drill --help” tells the options.`, { cause })
  }
}

function toMs(text: string): number {
  const ms = findDurationMs(text)
  if (ms !== null && ms > 0) return ms
  throw new UsageError(`--objective takes a time like 60s or 2min, not “${text.slice(0, 40)}”.`)
}

function toFormat(text: string | undefined, isJson: boolean): ReportFormat {
  if (text === undefined) return isJson ? 'json' : 'markdown'
  const found = formats.find((format) => format === text)
  if (found) return found
  throw new UsageError(`--format is one of ${formats.join(', ')}, not “${text.slice(0, 40)}”.`)
}
