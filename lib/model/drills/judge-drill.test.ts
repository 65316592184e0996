import { describe, expect, it } from 'vitest'
import type { DrillDocument } from './drill-document'
import type { DrillMeasures } from './drill-report'
import { judgeDrill, type DrillOutcome } from './judge-drill'

const document: DrillDocument = {
  title: 'Crash the leader',
  scenario: 'crash-leader',
  target: 'leader',
  objective: { recoveryMs: 60_000, overlapMs: 0 },
  steadyState: [{ probe: 'leader-proven' }],
  stopConditions: [],
  deadlineMs: 90_000,
  rollback: 'always',
}
const measures: DrillMeasures = {
  phases: [],
  recovery: { ms: 41_600, uncertaintyMs: 120 },
  gap: null,
  overlapMs: 0,
  firstCheckpoint: null,
  replayMs: 4_000,
  jobs: [],
  slowest: null,
}
const holds = { probe: { probe: 'leader-proven' }, state: 'holds', text: 'jm2:8081 leads, and its process runs.' } as const
const outcome: DrillOutcome = {
  document,
  measures,
  after: [holds],
  rollback: { isDone: true, text: 'jm1:8081 stands in line again.' },
  leftBehind: [],
  isFaultDone: true,
  abort: null,
}
const judge = (over: Partial<DrillOutcome>) => judgeDrill({ ...outcome, ...over })
const withRecovery = (recovery: DrillMeasures['recovery']) => judge({ measures: { ...measures, recovery } })

describe('the verdict of a drill', () => {
  it('A drill that met its objective and left nothing behind is passed, with its figures in the sentence', () => {
    expect(judge({})).toEqual({
      verdict: 'passed',
      sentence: 'Crash the leader: passed. All jobs ran again after 41.6 s (± 120 ms); the objective is 60 s.',
      reasons: [],
    })
  })

  it('A recovery beyond the objective fails, and one that the clocks cannot tell apart is inconclusive', () => {
    expect(withRecovery({ ms: 60_200, uncertaintyMs: 100 }).verdict).toBe('failed')
    expect(withRecovery({ ms: 60_050, uncertaintyMs: 100 }).verdict).toBe('inconclusive')
    expect(withRecovery({ ms: 59_950, uncertaintyMs: 100 }).verdict).toBe('inconclusive')
    expect(withRecovery({ ms: 59_900, uncertaintyMs: 100 }).verdict).toBe('passed')
    expect(withRecovery({ ms: 30_000, uncertaintyMs: null }).verdict).toBe('inconclusive')
    expect(withRecovery(null).verdict).toBe('failed')
  })

  it('Two leaders at once fail the drill, also one that was aborted', () => {
    expect(judge({ measures: { ...measures, overlapMs: 1 }, abort: 'Ada ended it.' })).toMatchObject({
      verdict: 'failed',
      reasons: ['Two leaders were seen at once, for at least 1 ms.', 'Ada ended it.'],
    })
  })

  it('A rollback that was not done and a thing that was left behind fail the drill', () => {
    expect(judge({ rollback: { isDone: false, text: 'jm1:8081 was not started again.' } })).toMatchObject({
      verdict: 'failed',
      reasons: ['jm1:8081 was not started again.'],
    })
    expect(judge({ leftBehind: ['A guard runs on jm1.'] }).verdict).toBe('failed')
  })

  it('An aborted drill is aborted whatever was measured until then', () => {
    expect(judge({ abort: 'Ada ended it.' })).toMatchObject({ verdict: 'aborted', reasons: ['Ada ended it.'] })
  })

  it('A steady state that is broken afterwards fails the drill, and one that is not known never passes it', () => {
    expect(judge({ after: [holds, { ...holds, state: 'broken', text: 'No standby is in line.' }] })).toMatchObject({
      verdict: 'failed',
      reasons: ['After the drill: No standby is in line.'],
    })
    expect(judge({ after: [{ ...holds, state: 'unknown' }] }).verdict).toBe('inconclusive')
    expect(judge({ after: [] }).verdict).toBe('inconclusive')
  })

  it('More replay than the objective allows fails, and an unknown replay is inconclusive', () => {
    const objective = { recoveryMs: 60_000, replayMs: 3_000, overlapMs: 0 as const }
    expect(judge({ document: { ...document, objective } }).verdict).toBe('failed')
    expect(judge({ document: { ...document, objective }, measures: { ...measures, replayMs: null } }).verdict).toBe('inconclusive')
    expect(judge({ document: { ...document, objective: { ...objective, replayMs: 4_000 } } }).verdict).toBe('passed')
  })

  it('A fault that was not done measures nothing and is never passed', () => {
    expect(judge({ isFaultDone: false })).toMatchObject({
      verdict: 'inconclusive',
      reasons: ['The fault was not done, so nothing was measured.'],
    })
  })
})
