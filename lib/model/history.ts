import type { IsoTime } from './observed'
import type { ClusterEvent, ClusterSnapshot, JobManagerRole, VerdictLevel } from './snapshot'

/** What is remembered of one cluster over a range of time. */
export interface History {
  /** Since when something is remembered; null: nothing is. */
  since: IsoTime | null
  from: IsoTime
  to: IsoTime
  /** Spans shorter than this are told together; 0: none are. */
  resolutionMs: number
  lanes: HistoryLane[]
  verdicts: HistorySpan<VerdictLevel>[]
  quorum: HistorySpan<QuorumState>[]
  /** When no console was watching. */
  gaps: Gap[]
  /** Newest first, at most 500. */
  terms: Term[]
  /** Newest first. */
  events: ClusterEvent[]
  /** Ask with `before=` this for the events before these; null: there are none. */
  next: string | null
  /** Why the journal could not be asked: then only what this process saw is told. null: it could. */
  problem: string | null
}

export interface HistorySpan<Value extends string> {
  value: Value
  from: IsoTime
  /** null: still so. */
  to: IsoTime | null
  /** Present where several short spans are told as one: how many; `value` is that of the longest. */
  changes?: number
}

/** As a snapshot's lane, so that both can be drawn alike. */
export interface HistoryLane {
  master: string
  spans: { role: JobManagerRole; from: IsoTime; to: IsoTime | null; changes?: number }[]
}

export type QuorumState = 'serving' | 'no-spare' | 'not-serving' | 'unknown'

export interface Gap {
  from: IsoTime
  to: IsoTime
}

/** The time from one leader session id to the next. */
export interface Term {
  leaderSessionId: string
  master: string | null
  rpcAddress: string
  from: IsoTime
  /** null: it goes on. */
  to: IsoTime | null
  /** When nobody saw it end: it ended between `lastSeenAt` and `to`. */
  lastSeenAt: IsoTime | null
  end: { code: string; text: string } | null
}

/** The cluster at a moment of the past, as far as it is remembered. */
export interface Moment {
  at: IsoTime
  /** When the picture was taken: the newest one not after `at`. */
  takenAt: IsoTime
  /** When the next one was taken; null: it is the newest. */
  nextTakenAt: IsoTime | null
  /** The gap in which `at` lies: nobody was watching, and the picture is the last before it. */
  gap: Gap | null
  /** With lanes up to `at` and the events before it. */
  snapshot: ClusterSnapshot
  /** What changed within the hour after, oldest first, at most 50. */
  after: ClusterEvent[]
  /** Moments at which something changed, for a step back and a step on; null: there is none. */
  previousChange: IsoTime | null
  nextChange: IsoTime | null
}
