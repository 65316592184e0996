import type { MasterSight, Truth } from '../truth/truth'
import { graceOf, type StatementId } from './graces'
import { findOutage, toClock, type Outage } from './leaderless'
import type { Sheet } from './sheet'

interface Phase {
  phase: string
  at: number | null
}

/** What is known of one phase at the moment it is said to be reached: true if it was not. */
type Refute = (at: number, truth: Truth, outage: Outage) => boolean | null

const refutes: Record<string, { statement: StatementId; refute: Refute }> = {
  'process-gone': {
    statement: 'phase-process-gone',
    refute: (at, truth, { from, last }) =>
      not(truth.masters.get(last ?? '')?.ever(from - 500, at + graceOf('phase-process-gone'), ({ life }) => life === 'gone') ?? null),
  },
  'session-ended': { statement: 'phase-session-ended', refute: refuteSessionEnded },
  'standby-leads': {
    statement: 'phase-standby-leads',
    refute: (at, truth) => {
      const slack = graceOf('phase-standby-leads')
      return truth.leadership.always(at - slack, at + slack, ({ claims }) => claims.length === 0)
    },
  },
  'rest-answers': {
    statement: 'phase-rest-answers',
    refute: (at, truth) => {
      const slack = graceOf('phase-rest-answers')
      return truth.work.always(at - slack, at + slack, (work) => work === null)
    },
  },
  'task-managers': {
    statement: 'phase-task-managers',
    refute: (at, truth) => {
      const slack = graceOf('phase-task-managers')
      return truth.work.always(at - slack, at + slack, (work) => work !== null && work.taskManagers === 0)
    },
  },
  'jobs-running': {
    statement: 'phase-jobs-running',
    refute: (at, truth) => {
      const slack = graceOf('phase-jobs-running')
      return truth.work.always(at - slack, at + slack, (work) => work !== null && Object.values(work.jobs).some(isIdle))
    },
  },
  'first-checkpoint': { statement: 'phase-first-checkpoint', refute: refuteFirstCheckpoint },
}

/**
 * The phases of one takeover: none before the outage began, each true at its moment.
 * @param end when the takeover was over or is examined: the outage is the last that began before
 */
export function judgePhases(phases: readonly Phase[], end: number, where: string, truth: Truth, sheet: Sheet): void {
  const leadsAt = phases.find(({ phase }) => phase === 'standby-leads')?.at ?? null
  const outage = findOutage(truth, leadsAt ?? end)
  for (const { phase, at } of phases) {
    const rule = refutes[phase]
    if (at === null || !rule) continue
    const said = () => `${phase} at ${toClock(at)}`
    const isKnown = outage !== null && at >= truth.startedAt
    const isEarly = isKnown ? at < outage.from - graceOf('phase-before-outage') : null
    sheet.claim(
      'phase-before-outage',
      `${where} ${phase}`,
      isEarly,
      said,
      () => `the outage began at ${toClock(outage?.from ?? 0)} (${outage?.cause})`,
    )
    const isFalse = isKnown && !isEarly ? rule.refute(at, truth, outage) : null
    sheet.claim(rule.statement, `${where} ${phase}`, isFalse, said, () => describe(truth, at, outage))
  }
}

/** Flink's state RUNNING is not enough: all tasks of the job have to run. */
export function isIdle({ state, tasksRunning, tasksTotal }: { state: string; tasksRunning: number; tasksTotal: number }): boolean {
  return !['FINISHED', 'CANCELED', 'FAILED'].includes(state) && (state !== 'RUNNING' || tasksTotal === 0 || tasksRunning < tasksTotal)
}

function refuteSessionEnded(at: number, truth: Truth, { from, last }: Outage): boolean | null {
  const session = findSession(truth.masters.get(last ?? '')?.possible(from - 200, from) ?? null)
  if (session === null) return null
  return not(
    truth.election.ever(
      from - 500,
      at + graceOf('phase-session-ended'),
      (election) => election !== null && !election.line.includes(session),
    ),
  )
}

function refuteFirstCheckpoint(at: number, truth: Truth, { to }: Outage): boolean | null {
  const seen = truth.checkpoints.possible(to ?? at, at + graceOf('phase-first-checkpoint'))
  const known = seen?.filter((found) => found !== null)
  if (!known || known.length < (seen?.length ?? 0)) return null
  const jobs = Object.keys(known.at(-1) ?? {})
  return jobs.some((job) => new Set(known.map((found) => found[job]?.at(-1))).size < 2)
}

function findSession(sights: MasterSight[] | null): string | null {
  return sights?.findLast(({ log }) => log.leaderSessionId !== null)?.log.session ?? null
}

function describe(truth: Truth, at: number, outage: Outage | null): string {
  const work = truth.work.possible(at, at)?.at(-1)
  const jobs = Object.values(work?.jobs ?? {}).map(({ state, tasksRunning, tasksTotal }) => `${state} ${tasksRunning}/${tasksTotal}`)
  const last = truth.masters
    .get(outage?.last ?? '')
    ?.possible(at, at)
    ?.at(-1)
  return [
    `outage ${outage ? `${toClock(outage.from)}–${outage.to ? toClock(outage.to) : ''} of ${outage.last} (${outage.cause})` : 'not known'}`,
    `its process ${last?.life ?? 'not known'}`,
    work ? `${work.taskManagers} TaskManagers, jobs ${jobs.join(', ')}` : 'no leader’s REST answered',
  ].join('; ')
}

function not(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer
}
