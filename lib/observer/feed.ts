import 'server-only'
import type { ClusterFacts } from '@/lib/model/cluster-facts'

/** `urgent`: the leader, standbys, processes' life. `bulk`: all else. `quiet`: only a sign of life, no revision. */
export type Urgency = 'urgent' | 'bulk' | 'quiet'

/** The facts of one cluster while they are gathered; feeds write, the deriver reads. */
export type GatheredFacts = { -readonly [Key in keyof ClusterFacts]: ClusterFacts[Key] }

/** Keeps one part of the gathered facts up to date until it is closed. */
export interface FactFeed {
  close(): void
}

export type Changed = (urgency: Urgency) => void
