import type { OperationRecord, Plan, StepRecord } from '@/lib/model/operation'
import { aMoment } from './a-snapshot'

/** Builders of plans and operations for one time. */
export function anOperationAt(now: number) {
  const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()

  const aPlan = (over: Partial<Plan> = {}): Plan => ({
    kind: 'restart-jobmanager',
    clusterId: 'east',
    target: 'jm2:8081',
    expectedLeaderSessionId: 'bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9',
    sentence: 'Restarts the standby jm2:8081. jm1:8081 goes on leading; for about 10 s only jm3:8081 could take over.',
    steps: [
      { id: 'look', title: 'Looks for the process of jm2:8081 by its command line', host: 'jm2', commands: [] },
      { id: 'term', title: 'Ends exactly this process: pid 2802, started 12:58:15', host: 'jm2', commands: ['kill -TERM 2802'] },
      { id: 'start', title: 'Starts it again', host: 'jm2', commands: ['/opt/flink/bin/jobmanager.sh start jm2 8081'] },
      { id: 'wait', title: 'Waits until it is in line', host: null, commands: [] },
    ],
    checks: [
      { code: 'spare-standby', level: 'warning', text: 'While it is away only jm3:8081 could take over.' },
      {
        code: 'process',
        level: 'fine',
        text: 'One process on jm2 is this JobManager: pid 2802 of flink, with --configDir /opt/flink/conf.',
      },
      { code: 'leader', level: 'fine', text: 'jm1:8081 leads and is not touched.' },
      { code: 'quorum', level: 'fine', text: 'The quorum serves with one member to spare.' },
    ],
    deadlineMs: 120_000,
    confirm: 'east',
    ...over,
  })

  const aStep = (plan: Plan, index: number, over: Partial<StepRecord> = {}): StepRecord => ({
    ...plan.steps[index]!,
    state: 'waiting',
    startedAt: null,
    endedAt: null,
    output: '',
    droppedCharacters: 0,
    detail: null,
    ...over,
  })

  /** Two steps done, the third one running. */
  const aRecord = (over: Partial<OperationRecord> = {}): OperationRecord => {
    const plan = over.plan ?? aPlan()
    return {
      id: '6c0f9a52-0d1f-4a2b-9d53-0f4b3c1f77aa',
      clusterId: 'east',
      kind: plan.kind,
      target: plan.target,
      state: 'running',
      plan,
      steps: [
        aStep(plan, 0, { state: 'done', startedAt: ago(14), endedAt: ago(13.6), detail: 'pid 2802 of flink, started 12:58:15' }),
        aStep(plan, 1, { state: 'done', startedAt: ago(13.6), endedAt: ago(11.2), detail: 'gone after 2.4 s' }),
        aStep(plan, 2, {
          state: 'running',
          startedAt: ago(11.2),
          output: 'Starting standalonesession daemon on host jm2.\n',
          droppedCharacters: 0,
        }),
        ...plan.steps.slice(3).map((_, index) => aStep(plan, index + 3)),
      ],
      step: 2,
      by: { id: 'u1', name: 'Ada', kind: 'person' },
      reason: 'kernel update on jm2',
      startedAt: ago(14),
      endedAt: null,
      result: null,
      abortedBy: null,
      ...over,
    }
  }

  const anEndedRecord = (over: Partial<OperationRecord> = {}): OperationRecord =>
    aRecord({
      state: 'done',
      step: null,
      endedAt: ago(1),
      result: 'jm2:8081 was restarted and is in line again; jm1:8081 led all the time.',
      steps: aRecord(over.plan ? { plan: over.plan } : {}).steps.map((step, index) => ({
        ...step,
        state: 'done',
        startedAt: ago(14 - index * 3),
        endedAt: ago(11 - index * 3),
      })),
      ...over,
    })
  return { ago, aPlan, aStep, aRecord, anEndedRecord }
}

export const { aPlan, aRecord, anEndedRecord } = anOperationAt(aMoment)
