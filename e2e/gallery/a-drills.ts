import type { Journal } from '@/lib/journal/dialect'
import type { Drill, DrillReport } from '@/lib/model/drills/drill-report'
import type { DrillRecord } from '@/lib/drills/drill-run'
import { insertDrill, saveDrill, saveReport } from '@/lib/drills/drill-store'
import type { OperationRecord } from '@/lib/model/operation'
import { aDrillAt, toDrillId, type DrillCourse } from '@/lib/testing/a-drill'
import { anOperationAt } from '@/lib/testing/an-operation'
import { aSituation } from '@/lib/testing/situations'
import { drillingFor, runningDrillId } from '@/lib/testing/situations-operated'

const day = 86_400_000
/** The cluster whose drills have ended; of `allIsWell` none was ever run, and on `drilling` one runs. */
const drilledId = 'mayAct'

/** A passed, a failed, an aborted and an inconclusive drill, and earlier runs. The ids are those of the pages to look at. */
const ended: readonly (DrillCourse & { number: number; daysAgo: number })[] = [
  { number: 14, daysAgo: 120, reason: null },
  { number: 23, daysAgo: 90, seconds: [31.2, 31.7, 39.4], reason: null },
  { number: 32, daysAgo: 60, seconds: [36.1, 36.8, 45.6], reason: null },
  { number: 51, daysAgo: 4, scenario: 'stop-leader', seconds: [0.9, 1.4, 4.3], objectiveMs: 15_000, reason: 'Readiness in November' },
  { number: 52, daysAgo: 3, scenario: 'crash-leader', seconds: [33.9, 34.3, 63.8], reason: 'Readiness in November' },
  { number: 53, daysAgo: 2.9, scenario: 'crash-standby', seconds: [31.1], abort: 'Ada ended it.', reason: null },
  { number: 54, daysAgo: 2.8, objectiveMs: 41_600, reason: null },
  { number: 61, daysAgo: 0.2 },
]

/** Where a failure left something, and where a clock was not measured. */
function toReport({ daysAgo, ...course }: (typeof ended)[number]): DrillReport {
  const { aReport } = aDrillAt(Date.now() - daysAgo * day, aSituation(drilledId).cluster)
  const isBad = course.number === 52
  const report = aReport({
    ...course,
    id: toDrillId(course.number),
    leftBehind: isBad ? ['Pid 2801 of jm1:8081 is still stopped. Continue it on jm1: `kill -s CONT 2801`'] : [],
  })
  return course.number === 54 ? { ...report, clock: null } : report
}

export async function seedDrills(journal: Journal): Promise<void> {
  for (const one of ended) {
    const report = toReport(one)
    const record = toRecord(report, report.steadyState.before)
    await insertDrill(journal, record)
    await saveReport(journal, { ...record, number: one.number }, report)
    await journal.db.updateTable('drills').set({ number: one.number }).where('id', '=', report.id).execute()
  }
  await insertDrill(journal, toRecord(aRunningDrill(Date.now()), []))
}

/** Its fault was always done so many seconds ago. */
export async function playDrill(journal: Journal): Promise<void> {
  await saveDrill(journal, { ...toRecord(aRunningDrill(Date.now()), []), number: 61 })
}

function aRunningDrill(now: number): Drill {
  const { aDrill } = aDrillAt(now - drillingFor * 1000, aSituation('drilling', now).cluster)
  return aDrill({ id: runningDrillId, seconds: [] })
}

function toRecord(drill: Drill | DrillReport, before: DrillRecord['before']): DrillRecord {
  const { id, number, clusterId, startedAt, document, prediction, target, evidence, guard, measures } = drill
  return {
    id,
    number,
    clusterId,
    clusterName: clusterId,
    startedAt,
    by: { id: 'u1', name: 'Ada', kind: 'person' },
    reason: null,
    document,
    prediction,
    target,
    jobs: measures.jobs.map(({ jobId, name }) => ({ jobId, name })),
    leaderBefore: evidence.find(({ what }) => what === 'leader-announced')?.subject ?? null,
    configuration: aDrillAt(Date.now()).aReport().configuration,
    clock: { host: 'jm1', offsetMs: -12, uncertaintyMs: 4 },
    before,
    guard,
    isFaultDone: true,
    evidence,
  }
}

/** The operation of the running drill. */
export function aDrillOperation(now: number): OperationRecord {
  const { ago, aPlan, aStep, aRecord } = anOperationAt(now)
  const plan = aPlan({
    kind: 'drill-freeze-leader',
    clusterId: 'drilling',
    target: 'jm1:8081',
    sentence: 'SIGSTOP to the leader’s process. jm1:8081, pid 2801 on jm1. Jobs pause for 27–51 s and replay at most 4 s.',
    steps: [
      { id: 'steady-before', title: 'Check the steady state, and prove the target on its host', host: 'jm1', commands: [] },
      {
        id: 'guard',
        title: 'Start the guard on jm1, which undoes the fault by itself',
        host: 'jm1',
        commands: ['sh -s -- … continue 2801'],
      },
      { id: 'fault', title: 'SIGSTOP to jm1:8081', host: 'jm1', commands: ['kill -s STOP 2801  # only if it still is this process'] },
      { id: 'measure', title: 'Measure the failover', host: null, commands: [] },
      { id: 'undo', title: 'Continue jm1:8081', host: 'jm1', commands: ['kill -s CONT 2801'], always: true },
      { id: 'report', title: 'Write the report', host: null, commands: [], always: true },
    ],
    deadlineMs: 480_000,
    confirm: 'drilling',
  })
  const done = (index: number, from: number, to: number, detail: string, output = '') =>
    aStep(plan, index, { state: 'done', startedAt: ago(from), endedAt: ago(to), detail, output })
  const steps = [
    done(0, drillingFor + 4, drillingFor + 2, 'Drill 61. jm1:8081 is pid 2801: its log names the session.'),
    done(
      1,
      drillingFor + 2,
      drillingFor + 0.4,
      'The guard on jm1 waits.',
      'guard 4410 waits\nboot id, pid 2801, start time 173201 match\n',
    ),
    done(2, drillingFor + 0.4, drillingFor, 'SIGSTOP was sent to jm1:8081 (pid 2801).', 'pid 2801: state T (stopped)\n'),
    aStep(plan, 3, { state: 'running', startedAt: ago(drillingFor) }),
    aStep(plan, 4),
    aStep(plan, 5),
  ]
  return aRecord({
    id: runningDrillId,
    clusterId: 'drilling',
    plan,
    steps,
    step: 3,
    startedAt: ago(drillingFor + 4),
    reason: 'Repeat of #53 after the registration fix',
  })
}
