import type { Tone } from '@/components/ui/pill'
import { compareNames } from '@/lib/model/compare-names'
import type { Checkpoint, JobVerdict, RecoveryJob, TargetState } from '@/lib/model/snapshot'

export const jobVerdictWords: Record<JobVerdict, { word: string; tone: Tone }> = {
  recoverable: { word: 'recoverable', tone: 'good' },
  'no-checkpoint-yet': { word: 'no checkpoint yet', tone: 'look' },
  broken: { word: 'broken', tone: 'broken' },
  unknown: { word: 'not proven', tone: 'unproven' },
  'not-run': { word: 'would start again', tone: 'look' },
  skipped: { word: 'would be skipped', tone: 'broken' },
  'state-lost': { word: 'would lose its state', tone: 'broken' },
}

const order: Record<JobVerdict, number> = {
  broken: 0,
  skipped: 1,
  'state-lost': 2,
  'not-run': 3,
  unknown: 4,
  'no-checkpoint-yet': 5,
  recoverable: 6,
}

/** Worst first, then by name, so that rows stay where they are while figures change. */
export function toWorstFirst(jobs: readonly RecoveryJob[]): RecoveryJob[] {
  return [...jobs].sort(
    (a, b) => order[a.verdict] - order[b.verdict] || compareNames(toJobName(a), toJobName(b)) || (a.jobId < b.jobId ? -1 : 1),
  )
}

/** Names are not in ZooKeeper: a job that no JobManager reported has none. */
export function toJobName(job: RecoveryJob): string {
  return job.name ?? 'name not known'
}

/** Flink registers checkpoints oldest first. */
export function findNewest(job: RecoveryJob): Checkpoint | null {
  return job.checkpoints[job.checkpoints.length - 1] ?? null
}

export const targetWords: Record<TargetState, { word: string; shape: string; className: string }> = {
  present: { word: 'file present', shape: '✓', className: 'text-green' },
  missing: { word: 'file missing', shape: '▲', className: 'text-red' },
  unreadable: { word: 'file unreadable', shape: '▲', className: 'text-red' },
  unchecked: { word: 'file not checked', shape: '◌', className: 'text-muted' },
}
