import 'server-only'
import type { ClusterEvent, ClusterSnapshot } from '@/lib/model/snapshot'

/** `observation`: a console was watching; its end moves on as long as one does. */
export type SpanLane = 'role' | 'verdict' | 'quorum'

export interface TermBegin {
  leaderSessionId: string
  master: string | null
  rpcAddress: string
  zkSessionId: string
  /** When it was written to ZooKeeper, by ZooKeeper's clock. */
  since: number
}

export interface OpenFinding {
  key: string
  rule: string
  severity: string
  title: string
  place: string | null
}

/**
 * One thing to record. All but events state what is so from `at` on, not what to do: writing one twice, or after another replica wrote it,
 * changes nothing.
 */
export type Change =
  /** `value` null: the span only ends. */
  | { kind: 'span'; at: number; lane: SpanLane; subject: string; value: string | null; proof: string; detail: string | null }
  | { kind: 'term'; at: number; term: TermBegin | null; end: { code: string; text: string } | null }
  | { kind: 'event'; at: number; event: ClusterEvent }
  | { kind: 'findings'; at: number; findings: readonly OpenFinding[] }
  | { kind: 'snapshot'; at: number; sort: 'change' | 'sample'; snapshot: ClusterSnapshot }
