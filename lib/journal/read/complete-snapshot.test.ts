import { expect, test } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { aSituation } from '@/lib/testing/situations'
import { clusterSnapshot } from '@/lib/model/schemas/cluster-snapshot'
import { completeSnapshot, type StoredSnapshot } from './complete-snapshot'

test('A snapshot that an earlier version kept can be shown: what it did not observe is not known', () => {
  const { present: _present, verdicts: _verdicts, cluster, recovery, takeover, ...kept } = aSituation('afterOutage')
  const { startedAt: _startedAt, lastLeader: _lastLeader, doing: _doing, ...oldTakeover } = takeover
  const { webUi: _webUi, ...oldCluster } = cluster
  const { areJobsReported: _areJobsReported, ...oldRecovery } = recovery
  const jobs = recovery.jobs.map(({ tasks: _tasks, failures: _failures, ...job }) => job)
  const jobManagers = kept.jobManagers.map(({ doing: _none, ...jobManager }) => jobManager)
  const stored: StoredSnapshot = { ...kept, jobManagers, cluster: oldCluster, takeover: oldTakeover, recovery: { ...oldRecovery, jobs } }
  expect(clusterSnapshot.safeParse(stored).success).toBe(false)
  const complete = completeSnapshot(stored)
  expect(clusterSnapshot.parse(complete)).toEqual(complete)
  expect(complete.present).toEqual({ level: 'unknown', sentence: null, reasons: [] })
  expect(complete.takeover.startedAt).toBe(takeover.phases[0]!.at)
})

test('A snapshot of this version stays as it is', () => {
  expect(completeSnapshot(aSnapshot())).toEqual(aSnapshot())
})
