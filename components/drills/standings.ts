import { toList } from '@/lib/base/counts'
import { drillScenarioIds, drillScenarios, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import type { DrillList, MeasuredDuration } from '@/lib/model/drills/drill-report'

/** A run as the list has it. */
export type DrillRunSummary = DrillList['drills'][number]

/** `failed` stays until a later run passes; an aborted run proves nothing. */
export type DrillStanding = 'passed' | 'failed' | 'unproven' | 'never'

export interface ScenarioStanding {
  scenario: DrillScenarioId
  standing: DrillStanding
  /** Runs that have ended, newest first. */
  ended: DrillRunSummary[]
  running: DrillRunSummary | null
  /** The run that `standing` is read from; null: never run. */
  decisive: DrillRunSummary | null
}

/** What the runs prove of each scenario, in the table's order. @param drills newest first */
export function deriveStandings(drills: readonly DrillRunSummary[]): ScenarioStanding[] {
  return drillScenarioIds.map((scenario) => {
    const runs = drills.filter((one) => one.scenario === scenario)
    const ended = runs.filter(({ state }) => state === 'ended')
    const judged = ended.find(({ verdict }) => verdict === 'passed' || verdict === 'failed') ?? null
    const decisive = judged ?? ended[0] ?? null
    const standing = judged !== null ? (judged.verdict as 'passed' | 'failed') : ended.length > 0 ? 'unproven' : 'never'
    return { scenario, standing, ended, running: runs.find(({ state }) => state === 'running') ?? null, decisive }
  })
}

export interface DrillAdvice {
  tone: 'good' | 'look' | 'broken' | 'calm'
  /** “3 of 4 scenarios passed”. */
  pill: string
  sentence: string
  /** What was not proven; null: nothing. */
  detail: string | null
  /** The drill that is worth running next, and its button. */
  next: DrillScenarioId
  label: string
}

/** The first of the worst: a failed one, then one that never ran, then one that proved nothing, then the oldest. */
const worth: Record<DrillStanding, number> = { failed: 0, never: 1, unproven: 2, passed: 3 }

/** What was proven and what was not, and which drill is worth running next. */
export function deriveAdvice(standings: readonly ScenarioStanding[], clusterName: string): DrillAdvice {
  const passed = standings.filter(({ standing }) => standing === 'passed')
  const next = [...standings].sort((a, b) => worth[a.standing] - worth[b.standing] || toTime(a) - toTime(b))[0]!
  const { title } = drillScenarios[next.scenario]
  const common = { pill: `${passed.length} of ${standings.length} scenarios passed`, next: next.scenario }
  const unproven = standings.filter(({ standing }) => standing === 'never' || standing === 'unproven')
  const notProven =
    unproven.length === 0 ? null : `Not proven: ${toList(unproven.map((one) => toLower(drillScenarios[one.scenario].title)))}.`
  switch (next.standing) {
    case 'failed':
      return { ...common, tone: 'broken', sentence: toFailed(next, title), detail: notProven, label: `Run “${toLower(title)}” again…` }
    case 'passed':
      return {
        ...common,
        tone: 'good',
        sentence: 'Every scenario passed in its last run.',
        detail: null,
        label: `Run “${toLower(title)}” again…`,
      }
    case 'unproven':
      return { ...common, tone: 'look', sentence: toUnproven(passed.length), detail: notProven, label: `Run “${toLower(title)}” again…` }
    case 'never':
      return {
        ...common,
        tone: standings.every(({ standing }) => standing === 'never') ? 'calm' : 'look',
        sentence: passed.length === 0 ? `No failover of ${clusterName} was proven by a drill yet.` : toUnproven(passed.length),
        detail: notProven,
        label: drillScenarios[next.scenario].button,
      }
  }
}

function toFailed({ decisive }: ScenarioStanding, title: string): string {
  const sentence = decisive?.sentence ?? ''
  return sentence === '' ? `${title}: failed.` : sentence
}

function toUnproven(passed: number): string {
  return passed === 0 ? 'No scenario has passed yet.' : 'Not every scenario has passed yet.'
}

function toTime({ decisive }: ScenarioStanding): number {
  return decisive === null ? 0 : Date.parse(decisive.startedAt)
}

function toLower(title: string): string {
  return title[0]!.toLowerCase() + title.slice(1)
}

/** The recovery time of a run that was measured to its end; null: it was not, as after an abort. */
export function findCounted({ verdict, measures }: DrillRunSummary): MeasuredDuration | null {
  return verdict === 'passed' || verdict === 'failed' ? measures.recovery : null
}

/** Recovery times of the runs that were measured to their end, ms. */
export interface RunStatistics {
  count: number
  medianMs: number
  leastMs: number
  mostMs: number
}

const leastRuns = 3

/** null: fewer than three runs have a measured recovery time. An aborted run is not counted. */
export function deriveStatistics(ended: readonly DrillRunSummary[]): RunStatistics | null {
  const times = ended.flatMap((run) => findCounted(run)?.ms ?? []).sort((a, b) => a - b)
  if (times.length < leastRuns) return null
  const middle = times.length / 2
  const medianMs = Number.isInteger(middle) ? (times[middle - 1]! + times[middle]!) / 2 : times[Math.floor(middle)]!
  return { count: times.length, medianMs, leastMs: times[0]!, mostMs: times.at(-1)! }
}
