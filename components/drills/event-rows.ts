import { findFinest, type DrillEvidence, type EvidenceName } from '@/lib/model/drills/evidence'
import { drillScenarios } from '@/lib/model/drills/scenarios'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import { faultWords } from './drill-words'

export type EventSource = Pick<DrillReport, 'evidence' | 'scenario' | 'target' | 'leader' | 'measures'>

/** One measured event of the table, by its finest observation; its letter ties it to the drawing. */
export interface EventRow {
  letter: string
  what: EvidenceName
  text: string
  /** From the fault, ms; null: the fault was not observed. */
  afterMs: number | null
  /** ISO. */
  at: string
  /** “jm1, its clock”: what observed it. */
  source: string
  uncertaintyMs: number | null
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const clocks: Record<DrillEvidence['clock'], string> = {
  host: 'host’s clock',
  zookeeper: 'ZooKeeper’s clock',
  console: 'this console’s clock',
}
/** What is told of each job stands in the table of jobs where one event tells it of all. */
const ofEachJob: readonly EvidenceName[] = ['job-running', 'first-checkpoint']

/** The events in the order of time, the finest observation of each, with letters; no more than there are letters. */
export function deriveEventRows(source: EventSource): EventRow[] {
  const { evidence, leader } = source
  const fault = findFinest(evidence, 'fault-done')
  const whole = evidence.some(({ what }) => what === 'jobs-running')
  const isShown = (one: DrillEvidence) =>
    !(one.what === 'leader-announced' && one.subject === leader.before && fault !== null && one.at <= fault.at) &&
    !(whole && one.subject !== null && ofEachJob.includes(one.what))
  const seen = new Map(evidence.filter(isShown).map((one) => [toKey(one), one]))
  return [...seen.values()]
    .map(({ what, subject }) =>
      findFinest(
        evidence.filter((one) => isShown(one) && one.subject === subject),
        what,
      )!,
    )
    .sort((a, b) => a.at - b.at)
    .slice(0, letters.length)
    .map((one, index) => ({
      letter: letters[index]!,
      what: one.what,
      text: toEventText(one, source),
      afterMs: fault === null ? null : Math.round(one.at - fault.at),
      at: new Date(one.at).toISOString(),
      source: one.what === 'stop-condition' ? clocks[one.clock] : `${one.source}, ${clocks[one.clock]}`,
      uncertaintyMs: one.uncertaintyMs,
    }))
}

function toKey({ what, subject }: DrillEvidence): string {
  return `${what} ${subject ?? ''}`
}

/** The first event of that name; null: it is not in the table. */
export function findEvent(rows: readonly EventRow[], what: EvidenceName): EventRow | null {
  return rows.find((row) => row.what === what) ?? null
}

type ToText = (subject: string | null, source: EventSource, seenBy: string) => string

const texts: Record<EvidenceName, ToText> = {
  'fault-done': (_, { scenario, target }) => toFaultText(scenario, target),
  'process-gone': (subject, { target }) => `Process of ${subject ?? target?.master ?? 'the target'} gone`,
  'session-ended': (subject, { target }) => `ZooKeeper session of ${subject ?? target?.master ?? 'the target'} ended`,
  'leader-announced': (subject, source) => toAnnounced(subject, source),
  'rest-answers': (_, { leader }) => `REST API of ${leader.afterMaster ?? 'the next leader'} answers`,
  'task-managers-back': () => 'TaskManagers registered',
  'job-interrupted': (subject, source) => `${toJobName(subject, source)} interrupted`,
  'job-running': (subject, source) => `${toJobName(subject, source)} runs all its tasks`,
  'jobs-running': () => 'All tasks of all jobs run',
  'first-checkpoint': (subject, source) =>
    subject === null ? 'First checkpoint of every job' : `First checkpoint of ${toJobName(subject, source)}`,
  // What broke is its source.
  'stop-condition': (_, __, seenBy) => `Stop condition broke: ${seenBy}`,
  undone: (subject, { scenario, target }) => toUndoneText(scenario, subject ?? target?.master ?? 'the target'),
  'in-line-again': (subject, { target }) => `${subject ?? target?.master ?? 'The target'} in line again`,
}

function toEventText({ what, subject, source: seenBy }: DrillEvidence, source: EventSource): string {
  return texts[what](subject, source, seenBy)
}

function toFaultText(scenario: DrillReport['scenario'], target: DrillReport['target']): string {
  const { signal } = drillScenarios[scenario]
  return target === null ? `SIG${signal} sent` : `SIG${signal} to ${target.master}, pid ${target.pid}`
}

function toUndoneText(scenario: DrillReport['scenario'], master: string): string {
  return drillScenarios[scenario].undo === 'continue' ? `${master} resumed` : `${master} started again`
}

function toAnnounced(subject: string | null, { leader }: EventSource): string {
  if (subject !== null && subject === leader.before) return 'The former leader announced itself again'
  return subject === null || subject === leader.after
    ? `${leader.afterMaster ?? 'The next leader'} leads`
    : 'Another leader announced itself'
}

function toJobName(subject: string | null, { measures }: EventSource): string {
  return measures.jobs.find(({ jobId }) => jobId === subject)?.name ?? subject ?? 'A job'
}

/** “after the freeze”: what the times are counted from. */
export function toAfterHead(scenario: DrillReport['scenario']): string {
  return `After the ${faultWords[drillScenarios[scenario].signal].noun}`
}
