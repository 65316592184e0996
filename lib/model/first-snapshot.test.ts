import { expect, it } from 'vitest'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { isFirstSnapshotOpen, notLookedAt } from './first-snapshot'

const { aSnapshot, aJob, aPointer } = aSnapshotAt(aMoment)
const pending = { target: 'unchecked' as const, detail: notLookedAt }

it('The first picture is complete when the file of every pointer was checked, whatever was found', () => {
  const given = aSnapshot()
  const withJob = (over: Parameters<typeof aJob>[0]) =>
    aSnapshot({ recovery: { ...given.recovery, jobs: [...given.recovery.jobs, aJob(over)] } })
  expect(isFirstSnapshotOpen(given)).toBe(false)
  expect(isFirstSnapshotOpen(withJob({ graph: aPointer(pending) }))).toBe(true)
  expect(isFirstSnapshotOpen(withJob({ checkpoints: [{ checkpointId: '1', completedAt: given.asOf, pointer: aPointer(pending) }] }))).toBe(
    true,
  )
  expect(isFirstSnapshotOpen(withJob({ graph: aPointer({ target: 'unchecked', detail: 's3: is not looked at by this version' }) }))).toBe(
    false,
  )
})
