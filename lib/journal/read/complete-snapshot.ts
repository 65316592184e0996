import 'server-only'
import type { ClusterSnapshot, JobManager, RecoveryJob } from '@/lib/model/snapshot'

type StoredJob = Omit<RecoveryJob, 'tasks' | 'failures'> & Partial<RecoveryJob>
type StoredTakeover = Omit<ClusterSnapshot['takeover'], 'startedAt' | 'lastLeader' | 'doing'> & Partial<ClusterSnapshot['takeover']>
type StoredJobManager = Omit<JobManager, 'doing'> & Partial<JobManager>
type StoredCluster = Omit<ClusterSnapshot['cluster'], 'webUi'> & Partial<ClusterSnapshot['cluster']>

/** A snapshot as an earlier version wrote it: what came later is missing. */
export type StoredSnapshot = Omit<ClusterSnapshot, 'cluster' | 'present' | 'verdicts' | 'recovery' | 'takeover' | 'jobManagers'> & {
  cluster: StoredCluster
  takeover: StoredTakeover
  jobManagers: StoredJobManager[]
  present?: ClusterSnapshot['present']
  verdicts?: ClusterSnapshot['verdicts']
  recovery: Omit<ClusterSnapshot['recovery'], 'jobs' | 'areJobsReported'> & { jobs: StoredJob[]; areJobsReported?: boolean }
}

/** What was not observed then is unknown; the journal is kept for longer than a version lives. */
export function completeSnapshot(stored: StoredSnapshot): ClusterSnapshot {
  return {
    ...stored,
    cluster: { webUi: null, ...stored.cluster },
    present: stored.present ?? { level: 'unknown', sentence: null, reasons: [] },
    verdicts: stored.verdicts ?? [],
    takeover: { startedAt: findEarliest(stored.takeover), lastLeader: null, doing: null, ...stored.takeover },
    jobManagers: stored.jobManagers.map((jobManager) => ({ doing: null, ...jobManager })),
    recovery: {
      areJobsReported: false,
      ...stored.recovery,
      jobs: stored.recovery.jobs.map((job) => ({ tasks: null, failures: null, ...job })),
    },
  }
}

/** Then the beginning was not kept once a leader was proven: what is known is the first phase. */
function findEarliest({ since, phases }: StoredTakeover): string | null {
  return [since, ...phases.map(({ at }) => at)].filter((at) => at !== null).sort()[0] ?? null
}
