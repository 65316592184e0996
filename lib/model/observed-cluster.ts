import type { ObservedCluster, ObservedJob, ObservedJobManager } from '@/lib/doctor/doctor-input'
import type { ClusterFacts } from './cluster-facts'
import type { JobManagerFacts } from './facts'
import type { ClusterSnapshot, RecoveryJob } from './snapshot'

/** What the doctor is told of the running cluster: facts where they are known, and the snapshot's proofs. */
export function deriveObservedCluster(facts: ClusterFacts, { jobManagers, strangers, recovery }: ClusterSnapshot): ObservedCluster {
  const granted = new Map(jobManagers.map(({ master, sessionTimeoutMs }) => [master, sessionTimeoutMs]))
  const leader = facts.jobManagers.find((jm) => jm.checkpoints.size > 0)
  return {
    jobManagers: facts.jobManagers.map((jm) => toJobManager(jm, granted.get(jm.master) ?? null)),
    strangers: strangers.map(({ znode }) => ({ znode, address: null })),
    members: facts.members.map(({ address, answer }) => ({ address, mode: answer.known ? answer.value.mode : 'unknown', version: answer.known ? answer.value.version : null, tickTimeMs: answer.known ? answer.value.tickTimeMs : null })),
    jobs: recovery.jobs.flatMap((job) => toJob(job, leader)),
  }
}

function toJobManager({ master, own }: JobManagerFacts, sessionTimeoutMs: number | null): ObservedJobManager {
  const told = own.known ? own.value : null
  return { master, options: told?.options ?? null, restAddress: told?.restAddress ?? null, restPort: told?.restPort ?? null, rpcPort: told?.rpcPort ?? null, sessionTimeoutMs, version: told?.flinkVersion ?? null }
}

function toJob({ jobId, name, state, checkpoints, checkpointIntervalMs }: RecoveryJob, leader: JobManagerFacts | undefined): ObservedJob[] {
  if (state === null || state === 'waiting') return []
  const told = leader?.checkpoints.get(jobId)?.checkpointing ?? 'unknown'
  return [{ jobId, name, state: state.toUpperCase(), checkpointIntervalMs, checkpointing: told === 'unknown' && checkpoints.length > 0 ? 'on' : told }]
}
