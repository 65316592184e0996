import { describe, expect, it } from 'vitest'
import { aDrill, aReport } from '@/lib/testing/a-drill'
import { aRecord } from '@/lib/testing/an-operation'
import { aMoment, aSnapshot } from '@/lib/testing/a-snapshot'
import type { Actor } from '@/lib/model/actor'
import { drillScenarioIds } from '@/lib/model/drills/scenarios'
import { deriveCard } from './card-state'
import { compareWithObjective, keepUnits, toBareSentence } from './drill-words'
import { deriveEventRows } from './event-rows'
import { listProbes, toProbeTitle } from './probe-words'
import { deriveFigures, deriveLeaderProofs } from './report-figures'
import { deriveAfter } from './report-outcome'
import { deriveRunningState, toGuardWords, toRunningHeadline } from './running-words'

const ada: Actor = { kind: 'person', id: 'u1', name: 'Ada', role: 'operator' }
const controlled = aSnapshot({ cluster: { ...aSnapshot().cluster, control: 'ssh' } })
const present = { snapshot: controlled, actor: ada, isAllowed: true, emergencyStop: null }
const headlineAt = (
  seconds: number,
  course: Parameters<typeof aDrill>[0],
  over: Parameters<typeof aRecord>[0] = {},
  leader = 'jm2:8081',
) => {
  const drill = aDrill(course)
  const record = aRecord(over)
  const state = deriveRunningState(drill, record)
  return toRunningHeadline({ ...state, drill, record, leader, standby: 'jm2:8081', now: aMoment + seconds * 1000 })
}

describe('a scenario’s card', () => {
  it('Target, prediction and the objective that a plan proposes follow the cluster', () => {
    expect(deriveCard('crash-standby', present)).toMatchObject({ target: 'jm2:8081', objectiveMs: 11_000, refusal: null })
    expect(deriveCard('freeze-leader', present)).toMatchObject({
      target: 'jm1:8081',
      objectiveMs: 61_000,
      prediction: { total: { earliestMs: 27_067, latestMs: 51_000 } },
    })
  })

  it.each([
    [
      'the configuration',
      { ...present, isAllowed: false },
      /^The configuration does not allow drills on this cluster\. To allow them, set /,
    ],
    ['the emergency stop', { ...present, emergencyStop: { since: '', by: 'Bo', reason: null } }, /^The emergency stop is on, set by Bo/],
    ['a viewer’s role', { ...present, actor: { ...ada, role: 'viewer' as const } }, /^This needs the role operator; you are viewer\.$/],
    ['no control of hosts', { ...present, snapshot: aSnapshot() }, /^This console controls none of the cluster’s hosts\./],
    [
      'a running operation',
      {
        ...present,
        snapshot: { ...controlled, operation: { id: 'o', kind: 'drill-freeze-leader', target: null, step: '', startedAt: '', by: 'Bo' } },
      },
      /\(Bo\) is running\. One operation per cluster at a time\.$/,
    ],
  ])('A card that cannot run because of %s says so', (_, input, refusal) => {
    for (const id of drillScenarioIds) expect(deriveCard(id, input).refusal).toMatch(refusal)
  })
})

describe('a running drill', () => {
  it('The headline says what is broken, for how long, and when the next leader should lead', () => {
    expect(headlineAt(12, { seconds: [] })).toEqual({
      sentence: 'jm1:8081 has been frozen for 12 s.',
      expected: { what: 'jm2:8081 should lead', from: aMoment + 26_767, to: aMoment + 45_000 },
    })
    expect(headlineAt(36, { seconds: [33.9, 34.3] })).toEqual({
      sentence: 'jm2:8081 leads after 34.3 s without a leader.',
      expected: { what: 'Jobs should run again', from: aMoment + 27_067, to: aMoment + 51_000 },
    })
    expect(headlineAt(43, {})).toEqual({ sentence: 'All jobs run again after 41.6 s.', expected: null })
    expect(headlineAt(3, { scenario: 'crash-standby', seconds: [] }, {}, 'jm1:8081').sentence).toBe(
      'jm2:8081 was killed 3 s ago. jm1:8081 should keep the lead, and no job should stop.',
    )
  })

  it('Before the fault nothing is broken, and after an abort the headline says who ended it and what is undone', () => {
    const record = aRecord()
    expect(
      toRunningHeadline({ ...deriveRunningState(null, record), drill: null, record, leader: null, standby: null, now: aMoment }),
    ).toEqual({
      sentence: 'Nothing is broken yet. Starts it again.',
      expected: null,
    })
    const steps = record.steps.map((step, index) => (index === 2 ? { ...step, always: true as const } : step))
    expect(headlineAt(12, { seconds: [] }, { steps, abortedBy: 'Bo' }).sentence).toBe('Aborting, requested by Bo. Resuming jm1:8081.')
  })

  it('The guard counts down, and says what it does when it is not heard', () => {
    const guard = { host: 'jm1', state: 'waiting', actsAt: new Date(aMoment + 60_000).toISOString(), text: 'ended' } as const
    const words = (state: typeof guard.state | 'not-heard' | 'ended', now: number) =>
      toGuardWords({ scenario: 'freeze-leader', guard: { ...guard, state } }, now)
    expect(words('waiting', aMoment + 12_000)).toEqual({
      tone: 'calm',
      leftMs: 48_000,
      text: 'Guard on jm1 undoes the freeze in 48 s, even if this console dies.',
    })
    expect(words('waiting', aMoment + 61_000)).toMatchObject({ tone: 'look', leftMs: 0 })
    expect(words('not-heard', aMoment + 50_000)).toEqual({
      tone: 'look',
      leftMs: 10_000,
      text: 'Guard on jm1 not heard. It undoes the freeze at its deadline all the same.',
    })
    expect(toGuardWords({ scenario: 'freeze-leader', guard: null }, aMoment).text).toBe(
      'The guard is not started yet. Nothing is broken before it answers.',
    )
    expect(words('ended', aMoment)).toEqual({ tone: 'good', leftMs: null, text: 'ended' })
  })

  it('A probe that is steady state and stop condition is listed once, as one that stops the drill', () => {
    const document = { ...aDrill().document, stopConditions: [{ probe: 'leader-proven' as const }] }
    expect(listProbes(document).map(({ probe, stops }) => [toProbeTitle(probe), stops])).toEqual([
      ['Leader proven', true],
      ['Standbys in line, at least 1', false],
      ['ZooKeeper servers to spare, at least 1', false],
      ['All tasks of all jobs run', false],
      ['Newest checkpoints younger than 1 min', false],
    ])
  })
})

describe('a report', () => {
  const figures = (report = aReport()) =>
    deriveFigures(report, deriveEventRows(report)).map(({ name, value, against, notes }) => [name, value, against, ...notes])

  it('Each figure stands beside its objective, its prediction and its uncertainty', () => {
    expect(figures()).toEqual([
      ['Recovery time', '41.6 s', 'met', 'objective 60 s', 'predicted 27–51 s', '± 254 ms'],
      ['Detection', '33.9 s', null, 'no objective', 'predicted 27–42 s', '± 16 ms'],
      ['Without a leader', '34.3 s', null, 'no objective', 'predicted 27–45 s', 'A to C, ± 16 ms'],
      ['Replayed, at most', '1 s', null, 'no objective', 'since the last checkpoint, worst job'],
    ])
  })

  it('What was not measured is never shown as met', () => {
    expect(figures(aReport({ seconds: [33.9] })).map(([name, value, against]) => [name, value, against])).toEqual([
      ['Recovery time', 'not measured', 'unknown'],
      ['Detection', '33.9 s', null],
      ['Without a leader', 'not measured', null],
      ['Replayed, at most', '1 s', null],
    ])
    expect(compareWithObjective({ ms: 59_900, uncertaintyMs: 200 }, 60_000)).toBe('unknown')
    expect(compareWithObjective({ ms: 10, uncertaintyMs: null }, 60_000)).toBe('unknown')
    expect(compareWithObjective({ ms: 61_000, uncertaintyMs: null }, 60_000)).toBe('missed')
  })

  it('Two leaders: 0 s has its proof beside it, and no proof where nothing was observed', () => {
    const proofs = (report = aReport()) => deriveLeaderProofs(report, deriveEventRows(report))
    expect(proofs()).toEqual([
      { state: 'holds', text: '0 s: no second announcement in 18 observed events.' },
      { state: 'holds', text: 'In time, the former leader’s session ended (B) before jm2:8081 led (C).' },
    ])
    const report = aReport()
    expect(proofs({ ...report, evidence: [] }).map(({ state }) => state)).toEqual(['unknown', 'unknown'])
    expect(proofs({ ...report, measures: { ...report.measures, overlapMs: 40 } })[0]).toMatchObject({ state: 'broken' })
    const vague = report.evidence.map((one) => ({ ...one, uncertaintyMs: 500 }))
    expect(proofs({ ...report, evidence: vague })[1]).toMatchObject({
      state: 'unknown',
      text: expect.stringContaining('not exact enough') as string,
    })
  })

  it('What is left behind, a rollback that failed and an unchecked steady state are told as such', () => {
    const report = aReport({ leftBehind: ['pid 2801 on jm1 is stopped: `kill -CONT 2801`'] })
    expect(deriveAfter(report).at(-1)).toEqual({ state: 'broken', text: 'Left behind. pid 2801 on jm1 is stopped: `kill -CONT 2801`' })
    const states = deriveAfter({ ...report, rollback: { isDone: false, text: 'Not resumed.' }, steadyState: { before: [], after: [] } })
    expect(states.map(({ state }) => state)).toEqual(['unknown', 'broken', 'holds', 'broken'])
    expect(deriveAfter(aReport()).at(-1)).toEqual({ state: 'holds', text: 'Nothing left behind.' })
  })

  it('Number and unit never break', () => {
    expect(keepUnits('after 41.6 s (± 254 ms); 2 min 5 s, 3 servers')).toBe(
      'after 41.6\u00a0s (±\u00a0254\u00a0ms); 2\u00a0min 5\u00a0s, 3 servers',
    )
  })

  it('The sentence of a verdict repeats neither title nor verdict', () => {
    expect(toBareSentence(aReport())).toBe('All jobs ran again after 41.6 s (± 254 ms); the objective is 60 s.')
    expect(toBareSentence({ title: 'X', verdict: 'passed', sentence: 'Something else.' })).toBe('Something else.')
  })
})
