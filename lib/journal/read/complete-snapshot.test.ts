import { expect, test } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { clusterSnapshot } from '@/lib/model/schemas/cluster-snapshot'
import { completeSnapshot, type StoredSnapshot } from './complete-snapshot'

test('A snapshot that an earlier version kept can be shown: what it did not observe is not known', () => {
  const { present: _present, verdicts: _verdicts, cluster, recovery, ...kept } = aSnapshot()
  const { webUi: _webUi, ...oldCluster } = cluster
  const jobs = recovery.jobs.map(({ tasks: _tasks, failures: _failures, ...job }) => job)
  const stored: StoredSnapshot = { ...kept, cluster: oldCluster, recovery: { ...recovery, jobs } }
  expect(clusterSnapshot.safeParse(stored).success).toBe(false)
  const complete = completeSnapshot(stored)
  expect(clusterSnapshot.parse(complete)).toEqual(complete)
  expect(complete.present).toEqual({ level: 'unknown', sentence: null, reasons: [] })
})

test('A snapshot of this version stays as it is', () => {
  expect(completeSnapshot(aSnapshot())).toEqual(aSnapshot())
})
