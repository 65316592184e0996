import type { Generated } from 'kysely'

export interface JournalTables {
  leases: LeasesTable
  audit: AuditTable
  terms: TermsTable
  spans: SpansTable
  findings: FindingsTable
  events: EventsTable
  snapshots: SnapshotsTable
}

/** The process that alone may do, for a while, what only one replica may do. */
export interface LeasesTable {
  name: string
  holder: string
  /** By the database's clock. */
  expires_at: number
  /** +1 with each new holder: an old holder that wakes up late is recognized. */
  generation: number
}

/** Append-only: triggers refuse every change. `seq` has no holes, and each line's hash covers the hash before. */
export interface AuditTable {
  seq: number
  at: number
  actor_kind: string | null
  actor_id: string | null
  actor_name: string | null
  actor_role: string | null
  from_address: string | null
  action: string
  cluster_id: string | null
  target: string | null
  reason: string | null
  result: string
  /** JSON. */
  detail: string | null
  previous_hash: string
  hash: string
}

/** The time from one leader session id to the next. */
export interface TermsTable {
  id: Generated<number>
  cluster_id: string
  leader_session_id: string
  /** null: the address in ZooKeeper matched no line of the masters file. */
  master: string | null
  rpc_address: string
  zk_session_id: string
  from_at: number
  /** When a console first saw it; later than `from_at` when no console was watching. */
  seen_at: number
  /** When it ended unseen: the newest moment at which it was seen to go on. */
  last_seen_at: number | null
  to_at: number | null
  /** 1: it ended while no console watched, somewhere between `last_seen_at` and `to_at`. */
  is_end_unseen: number
  end_code: string | null
  end_text: string | null
}

/** What was so from when to when: `lane` names the kind (role, verdict, quorum, observation), `subject` its object. */
export interface SpansTable {
  id: Generated<number>
  cluster_id: string
  lane: string
  /** '' for the cluster as a whole. */
  subject: string
  value: string
  /** Proves that it is still the same after a gap, e.g. the ZooKeeper session; '' when nothing does. */
  proof: string
  detail: string | null
  from_at: number
  to_at: number | null
}

export interface FindingsTable {
  id: Generated<number>
  cluster_id: string
  /** Identifies the same finding when it is found again. */
  key: string
  rule: string
  severity: string
  title: string
  place: string | null
  opened_at: number
  closed_at: number | null
}

export interface EventsTable {
  id: Generated<number>
  cluster_id: string
  at: number
  kind: string
  severity: string
  text: string
  subject: string | null
}

/** The cluster as it was, without lanes and events, which are in the other tables. */
export interface SnapshotsTable {
  id: Generated<number>
  cluster_id: string
  at: number
  /** `change`: something happened; `sample`: time went by. */
  kind: string
  /** The snapshot whose text is the dictionary of this one's compression; null: it stands alone. */
  base_id: number | null
  /** Deflated JSON. */
  body: Uint8Array
}
