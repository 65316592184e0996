import { describe, expect, it } from 'vitest'
import { aSnapshot, aSnapshotAt, aMoment } from '@/lib/testing/a-snapshot'
import { someRecordedFacts } from '@/lib/testing/some-facts'
import { toHeadlineOf } from '../headline'
import type { RecoveryJob } from '../snapshot'
import { recoveryReasons } from './recovery-reasons'
import type { VerdictInput } from './verdict-input'

const { aJob } = aSnapshotAt(aMoment)
const facts = someRecordedFacts('1.20.1', '03-running')
const job = (name: string, verdict: RecoveryJob['verdict'], verdictDetail: string) =>
  aJob({ jobId: name.padEnd(32, '0'), name, verdict, verdictDetail })
const textsOf = (jobs: readonly RecoveryJob[]) => {
  const recovery = { ...aSnapshot().recovery, jobs }
  return recoveryReasons({ facts, recovery, now: aMoment } as unknown as VerdictInput).map(({ text, action }) => [text, action])
}

describe('reasons of several jobs', () => {
  const wait = 'Wait for the first checkpoint, or turn checkpointing on.'

  it('A detail is told only of the jobs that have it, each with its own action', () => {
    const none = 'would start from the beginning: no checkpoint is complete'
    const lost = 'would start from the beginning: ids up to 3 were given out'
    const fresh = [job('a', 'no-checkpoint-yet', none), job('b', 'no-checkpoint-yet', lost), job('c', 'no-checkpoint-yet', none)]
    expect(textsOf(fresh)).toEqual([
      [`a and c ${none}.`, wait],
      [`b ${lost}.`, 'Compare with the job’s checkpoint page in Flink. If it shows completed checkpoints, make a savepoint of the job.'],
    ])
  })

  it('Of many details the first three are told, and the Recovery page has the others', () => {
    const unproven = ['a', 'b', 'c', 'd', 'e'].map((name) => job(name, 'unknown', `the file of ${name} was not checked`))
    expect(textsOf(unproven)).toEqual([
      ['a: the file of a was not checked.', null],
      ['b: the file of b was not checked.', null],
      ['c: the file of c was not checked.', null],
      ['d and e: the Recovery page has the details.', 'Look at the Recovery page.'],
    ])
  })

  it('What applies to one job is said of another only where its detail is the same', () => {
    const lost = (name: string, detail: string) => job(name, 'state-lost', detail)
    const [[text] = []] = textsOf([lost('a', 'its pointers are gone'), lost('b', 'its pointers are gone'), lost('c', 'skipped')])
    expect(text).toBe('a: its pointers are gone. The same applies to b. c: the Recovery page has the detail.')
  })
})

it('The headline says that a job resumes from no checkpoint, or that nothing proves it', () => {
  const sentence = (...verdicts: RecoveryJob['verdict'][]) => {
    const jobs = verdicts.map((verdict, at) => job(`j${at}`, verdict, 'so'))
    return toHeadlineOf(aSnapshot({ recovery: { ...aSnapshot().recovery, jobs } }), null).sentence.replace(/^.*, and /, '')
  }
  expect(sentence('no-checkpoint-yet')).toBe('the job would resume from no checkpoint.')
  expect(sentence('state-lost', 'broken')).toBe('the 2 jobs would resume from no checkpoint.')
  expect(sentence('state-lost', 'unknown')).toBe('none of the 2 jobs is proven to resume from a checkpoint.')
})
