import { z } from 'zod'

/**
 * What happened in a drill. `subject` names whose: a leader session id for `leader-announced`, a job id for what a job did, else a
 * masters line.
 */
export const evidenceName = z.enum([
  'fault-done',
  'process-gone',
  'session-ended',
  'leader-announced',
  'rest-answers',
  'task-managers-back',
  'job-interrupted',
  'job-running',
  'jobs-running',
  'first-checkpoint',
  'stop-condition',
  'undone',
  'in-line-again',
])

/** One observed event, with the clock that it was read from. */
export const drillEvidence = z.object({
  what: evidenceName,
  /** Epoch ms; a host's time is already corrected by its measured offset from this console's clock. */
  at: z.number(),
  clock: z.enum(['host', 'zookeeper', 'console']),
  /** The event lies within `at` ± this. null: not known, because the clock's offset was not measured. */
  uncertaintyMs: z.number().nullable(),
  /** What observed it, for a reader: "the host of jm1:8081", "ZooKeeper watch". */
  source: z.string(),
  subject: z.string().nullable(),
})

export type DrillEvidence = z.infer<typeof drillEvidence>
export type EvidenceName = DrillEvidence['what']

/** The finest observation of an event: least uncertainty, then the earliest. null: it was not observed. */
export function findFinest(evidence: readonly DrillEvidence[], what: EvidenceName, subject?: string): DrillEvidence | null {
  const all = evidence.filter((one) => one.what === what && (subject === undefined || one.subject === subject))
  return all.sort((a, b) => toUncertainty(a) - toUncertainty(b) || a.at - b.at)[0] ?? null
}

function toUncertainty({ uncertaintyMs }: DrillEvidence): number {
  return uncertaintyMs ?? Infinity
}
