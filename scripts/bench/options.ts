import { parseArgs } from 'node:util'

export const measureNames = [
  'commit-to-dom',
  'kill-to-dom',
  'idle-requests',
  'fleet',
  'thousand-jobs',
  'takeover',
  'status-pages',
  'status-incident',
  'page-load',
] as const
export type MeasureName = (typeof measureNames)[number]

export interface BenchOptions {
  only: MeasureName[]
  json: string | null
  /** Folder for a CPU profile of each console; the figures of such a run do not count. */
  profile: string | null
  help: boolean
}

export const benchHelp = `npm run bench [-- options]

Measures what docs/bench.md describes, in one run on this machine, and prints one table. It judges, but never fails for a
goal that was missed: the exit code is 0 unless something could not be measured.

  --only NAME[,NAME]  some of: ${measureNames.join(', ')}
  --json FILE         the figures and the machine's facts as JSON, too
  --profile FOLDER    a CPU profile of each console process (figures of such a run do not count)
  -h, --help`

/** @throws Error with a sentence for the person at the terminal */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, json: { type: 'string' }, profile: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  const wanted = values.only
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean) ?? [...measureNames]
  const unknown = wanted.find((name) => !isMeasure(name))
  if (unknown !== undefined) throw new Error(`There is no measurement “${unknown}”. There are: ${measureNames.join(', ')}.`)
  return {
    only: measureNames.filter((name) => wanted.includes(name)),
    json: values.json ?? null,
    profile: values.profile ?? null,
    help: values.help ?? false,
  }
}

function isMeasure(name: string): name is MeasureName {
  return (measureNames as readonly string[]).includes(name)
}
