import { describe, expect, it } from 'vitest'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { someFacts } from '@/lib/testing/some-facts'
import { toClusterState } from './cluster-state'
import { derivePresent } from './present'
import type { RecoveryJob, TaskManagers } from './snapshot'

const { aSnapshot, ago } = aSnapshotAt(aMoment)
const [aJob] = aSnapshot().recovery.jobs
const job = (over: Partial<RecoveryJob> = {}): RecoveryJob => ({ ...aJob!, ...over })
const idleTasks = { running: 0, finished: 0, total: 4 }

function present(jobs: RecoveryJob[], taskManagers: Partial<TaskManagers> = {}, ledAt: number | null = null) {
  const snapshot = aSnapshot()
  const input = {
    ...snapshot,
    facts: someFacts(null),
    now: aMoment,
    recovery: { ...snapshot.recovery, jobs },
    taskManagers: { ...snapshot.taskManagers, ...taskManagers },
  }
  return derivePresent(input, 'protected', ledAt)
}

describe('the present state of the jobs', () => {
  it('The present state is running without a sentence, or unknown where the leader gave no tasks', () => {
    expect(present([job()])).toEqual({ level: 'running', sentence: null, reasons: [] })
    expect(present([job(), job({ jobId: 'b', tasks: null })]).level).toBe('unknown')
    expect(present([]).level).toBe('idle')
  })

  it('No job counts as running when every TaskManager is gone, though Flink calls the job RUNNING', () => {
    const { level, sentence, reasons } = present([job({ tasks: idleTasks })], { total: 0, slotsTotal: 0, slotsFree: 0 })
    expect({ level, sentence }).toEqual({ level: 'jobs-down', sentence: 'No job runs: no TaskManager is registered.' })
    expect(reasons.map(({ code }) => code)).toEqual(['no-task-managers'])
  })

  it('A lack of slots is named as the cause where all slots are in use', () => {
    const waiting = job({ jobId: 'b', name: 'late', tasks: idleTasks })
    expect(present([job(), waiting], { total: 1, slotsTotal: 4, slotsFree: 0 })).toMatchObject({
      level: 'degraded',
      sentence: '1 of 2 jobs runs: no slots are free.',
      reasons: [{ code: 'no-slots', text: '1 job waits for slots: all 4 are in use.' }],
    })
  })

  it('A restart loop is reported with its count and cause, even at a moment when the job runs', () => {
    const failures = { times: [ago(10), ago(60), ago(200), ago(700)], line: 'java.io.FileNotFoundException: /data/in.csv' }
    const looping = present([job({ failures })])
    expect(looping).toMatchObject({ level: 'degraded', sentence: 'orders-enrichment restarts in a loop.' })
    expect(looping.reasons[0]!.text).toBe(
      'orders-enrichment failed 3 times in the last 10 minutes. The last failure was java.io.FileNotFoundException: /data/in.csv',
    )
    expect(present([job({ failures: { ...failures, times: [ago(10), ago(700), ago(800)] } })]).level).toBe('running')
  })

  it('The first minute of a new leader is called a recovery', () => {
    const early = present([job({ state: 'created', tasks: idleTasks })], {}, aMoment - 20_000)
    expect(early).toEqual({ level: 'recovering', sentence: 'Jobs are recovering: 0 of 1 job run.', reasons: [] })
    expect(present([job({ state: 'created', tasks: idleTasks })], {}, aMoment - 61_000).level).toBe('jobs-down')
  })
})

describe('the state of a cluster', () => {
  const state = (level: 'protected' | 'unprotected' | 'no-leader' | 'unknown', now: 'running' | 'degraded' | 'jobs-down') => {
    const { verdict, present: whole } = aSnapshot()
    return toClusterState({ verdict: { ...verdict, level }, present: { ...whole, level: now } })
  }

  it('A cluster’s state is what is broken now before what could break, and a missing leader before both', () => {
    expect(state('protected', 'running')).toBe('protected')
    expect(state('protected', 'jobs-down')).toBe('jobs-down')
    expect(state('unprotected', 'degraded')).toBe('degraded')
    expect(state('no-leader', 'jobs-down')).toBe('no-leader')
    expect(state('unknown', 'jobs-down')).toBe('unknown')
  })
})
