import type { BroughtFault } from '../faults/bring-faults'
import type { ListenerCounts } from '../said/listener'
import { graces, type StatementId } from '../statements/graces'
import type { Sheet, Tally } from '../statements/sheet'

/** Everything a run found, as test-results/judge.json has it. */
export interface JudgeResult {
  seed: number
  startedAt: number
  endedAt: number
  /** Answers with a whole snapshot that were compared. */
  snapshots: number
  statements: number
  falsehoods: number
  unknown: number
  untested: number
  faults: BroughtFault[]
  listened: ListenerCounts
  /** How late this process's own loop was at worst, ms: a late judge is no late console. */
  ownDelayMs: number
  byStatement: Partial<Record<StatementId, Tally>>
}

export function toTrialResult(
  parts: Pick<JudgeResult, 'seed' | 'startedAt' | 'endedAt' | 'snapshots' | 'faults' | 'listened' | 'ownDelayMs'>,
  sheet: Sheet,
): JudgeResult {
  const tallies = [...sheet.tallies.values()]
  const sum = (key: 'compared' | 'false' | 'unknown' | 'untested') => tallies.reduce((total, tally) => total + tally[key], 0)
  return {
    ...parts,
    statements: sum('compared'),
    falsehoods: sum('false'),
    unknown: sum('unknown'),
    untested: sum('untested'),
    byStatement: Object.fromEntries([...sheet.tallies].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

export function toResultText(result: JudgeResult): string {
  const { seed, snapshots, statements, falsehoods, unknown, untested, faults, listened } = result
  const seconds = (result.endedAt - result.startedAt) / 1_000
  return [
    `Seed ${seed}: ${seconds.toFixed(0)} s, ${faults.length} faults, ${snapshots} snapshots compared (${(snapshots / seconds).toFixed(1)} a second)`,
    ...faults.map(toFaultLine),
    `Statements compared ${statements}, false ${falsehoods}; the console said unknown ${unknown} times (${toShare(unknown, statements + unknown)}), the judge did not know ${untested} times (${toShare(untested, statements + untested)})`,
    `Answers ${JSON.stringify(listened.answers)}, silences ${JSON.stringify(listened.silences)}, slowest ${listened.slowestMs} ms; the judge itself was at most ${result.ownDelayMs} ms late`,
    '',
    ...(Object.entries(result.byStatement) as [StatementId, Tally][]).flatMap(([id, tally]) => toLines(id, tally)),
  ].join('\n')
}

function toFaultLine({ name, hit, at, healedAt, wellAt }: BroughtFault): string {
  const after = (time: number | null) => (time === null ? 'never' : `+${((time - at) / 1_000).toFixed(1)} s`)
  return `  ${toTime(at)} ${name}: ${hit}; healed ${after(healedAt)}, well ${after(wellAt)}`
}

function toLines(id: StatementId, { compared, false: count, unknown, untested, episodes, examples }: Tally): string[] {
  const rest = `${unknown > 0 ? `, unknown ${unknown}` : ''}${untested > 0 ? `, untested ${untested}` : ''}`
  const head = `${count > 0 ? '✗' : '✓'} ${id}: compared ${compared}, false ${count}${count > 0 ? ` in ${episodes} episodes` : ''}${rest}`
  if (count === 0) return [head]
  const { ms, why } = graces[id]
  return [
    head,
    `    grace ${typeof ms === 'number' ? `${ms} ms` : JSON.stringify(ms)}: ${why}`,
    ...examples.slice(0, 4).map((one) => `    ${toTime(one.at)} ${one.where}: said “${one.said}”; true: ${one.truth}`),
  ]
}

function toTime(at: number): string {
  return new Date(at).toISOString().slice(11, 23)
}

function toShare(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`
}
