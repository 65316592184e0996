import 'server-only'
import type { Transaction } from 'kysely'
import type { Dialect } from '../dialect'
import type { Tables } from '../tables'

/** Two replicas see the same thing at times so far apart. */
export const sameMomentMs = 2_000

export interface Writing {
  db: Transaction<Tables>
  dialect: Dialect
}

export interface OpenSpan {
  id: number
  value: string
  proof: string
  from: number
}

/** What is open in the database for one cluster: read once when its lease is won, then kept up to date. */
export interface OpenState {
  clusterId: string
  /** Keyed by `lane subject`. */
  spans: Map<string, OpenSpan>
  term: { id: number; leaderSessionId: string; from: number } | null
  findings: Map<string, number>
  observation: { id: number; from: number; to: number } | null
  /** The snapshot that others are packed against, and how many were. */
  base: { id: number; text: string; uses: number; bytes: number } | null
}

export function toSpanKey(lane: string, subject: string): string {
  return `${lane} ${subject}`
}

export async function readOpenState({ db }: Writing, clusterId: string): Promise<OpenState> {
  const spans = await db
    .selectFrom('spans')
    .select(['id', 'lane', 'subject', 'value', 'proof', 'from_at'])
    .where('cluster_id', '=', clusterId)
    .where('to_at', 'is', null)
    .where('lane', '!=', 'observation')
    .orderBy('id')
    .execute()
  const term = await db
    .selectFrom('terms')
    .select(['id', 'leader_session_id', 'from_at'])
    .where('cluster_id', '=', clusterId)
    .where('to_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const findings = await db
    .selectFrom('findings')
    .select(['id', 'key'])
    .where('cluster_id', '=', clusterId)
    .where('closed_at', 'is', null)
    .execute()
  const observation = await db
    .selectFrom('spans')
    .select(['id', 'from_at', 'to_at'])
    .where('cluster_id', '=', clusterId)
    .where('lane', '=', 'observation')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    clusterId,
    spans: new Map(
      spans.map(({ id, lane, subject, value, proof, from_at: from }) => [toSpanKey(lane, subject), { id, value, proof, from }]),
    ),
    term: term ? { id: term.id, leaderSessionId: term.leader_session_id, from: term.from_at } : null,
    findings: new Map(findings.map(({ id, key }) => [key, id])),
    observation: observation ? { id: observation.id, from: observation.from_at, to: observation.to_at ?? observation.from_at } : null,
    base: null,
  }
}
