import { z } from 'zod'
import { clusterSnapshot } from './cluster-snapshot'
import { laneRole, time, verdictLevel } from './common'
import { clusterEvent } from './leadership'

/** `to` null: it continues. `changes`: number of short spans merged into this one; `value` is that of the longest. */
const spanOf = <T extends z.ZodType>(value: T) => z.object({ value, from: time, to: time.nullable(), changes: z.int().optional() })

/** The shape of a snapshot's lane, so that both are drawn alike. */
const historyLane = z.object({
  master: z.string(),
  spans: z.array(
    z.object({
      role: laneRole,
      from: time,
      to: time.nullable(),
      changes: z.int().optional().meta({ description: 'So many short spans told as one; the role is that of the longest.' }),
    }),
  ),
})
const gap = z.object({ from: time, to: time })

/** The time from one leader session id to the next. */
export const term = z.object({
  leaderSessionId: z.string(),
  master: z.string().nullable(),
  rpcAddress: z.string(),
  from: time,
  /** null: the term continues. */
  to: time.nullable(),
  lastSeenAt: time.nullable().meta({ description: 'Given when its end was not observed: it ended between this and `to`.' }),
  end: z.object({ code: z.string(), text: z.string() }).nullable(),
})

/** What the journal holds of one cluster over a range of time; events and terms newest first, at most 500 terms. */
export const history = z.object({
  since: time.nullable().meta({ description: 'Since when something is remembered.' }),
  from: time,
  to: time,
  resolutionMs: z.int().meta({ description: 'Spans shorter than this are told together.' }),
  events: z.array(clusterEvent),
  next: z.string().nullable().meta({ description: 'Ask with `before=` this for the events before these.' }),
  lanes: z.array(historyLane),
  verdicts: z.array(spanOf(verdictLevel)),
  quorum: z.array(spanOf(z.enum(['serving', 'no-spare', 'not-serving', 'unknown']))),
  terms: z.array(term),
  gaps: z.array(gap).meta({ description: 'When no console was watching.' }),
  problem: z.string().nullable().meta({ description: 'Why the journal could not be asked: then only what this process saw is told.' }),
})

/** The cluster at a moment of the past, as far as the journal holds it. */
export const moment = z.object({
  at: time,
  /** When the snapshot was taken: the newest one not after `at`. */
  takenAt: time,
  /** When the next one was taken; null: it is the newest. */
  nextTakenAt: time.nullable(),
  gap: gap.nullable().meta({ description: 'Not observed: the snapshot is the last one before.' }),
  /** With lanes up to `at` and the events before it. */
  snapshot: clusterSnapshot,
  /** What changed within the hour after, oldest first, at most 50. */
  after: z.array(clusterEvent),
  /** Times of the nearest changes, for a step back and a step on; null: there is none. */
  previousChange: time.nullable(),
  nextChange: time.nullable(),
})
