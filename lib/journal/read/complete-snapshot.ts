import 'server-only'
import type { ClusterSnapshot, RecoveryJob } from '@/lib/model/snapshot'

type StoredJob = Omit<RecoveryJob, 'tasks' | 'failures'> & Partial<RecoveryJob>
type StoredCluster = Omit<ClusterSnapshot['cluster'], 'webUi'> & Partial<ClusterSnapshot['cluster']>

/** A snapshot as an earlier version wrote it: later fields are missing. */
export type StoredSnapshot = Omit<ClusterSnapshot, 'cluster' | 'present' | 'verdicts' | 'recovery'> & {
  cluster: StoredCluster
  present?: ClusterSnapshot['present']
  verdicts?: ClusterSnapshot['verdicts']
  recovery: Omit<ClusterSnapshot['recovery'], 'jobs'> & { jobs: StoredJob[] }
}

/** What was not observed then is unknown; the journal is kept for longer than a version lives. */
export function completeSnapshot(stored: StoredSnapshot): ClusterSnapshot {
  return {
    ...stored,
    cluster: { webUi: null, ...stored.cluster },
    present: stored.present ?? { level: 'unknown', sentence: null, reasons: [] },
    verdicts: stored.verdicts ?? [],
    recovery: { ...stored.recovery, jobs: stored.recovery.jobs.map((job) => ({ tasks: null, failures: null, ...job })) },
  }
}
