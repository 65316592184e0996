import type { Generated } from 'kysely'

export interface TakeoverTables {
  takeover_identities: TakeoverIdentitiesTable
  takeover_measures: TakeoverMeasuresTable
  autopilots: AutopilotsTable
  autopilot_runs: AutopilotRunsTable
  dangling_backups: DanglingBackupsTable
}

/** The process that holds a ZooKeeper session, noted on its own host while it lived: a death is later proven against it. */
export interface TakeoverIdentitiesTable {
  cluster_id: string
  zk_session_id: string
  master: string
  proof: string
  /** ProcessIdentity as JSON. */
  identity: string
  noted_at: number
  /** When evidence contradicted it, and which; null: it counts. */
  ended_at: number | null
  ended_why: string | null
}

/** Durations of takeovers and hand-overs, by this program's clock; the screen predicts from these. */
export interface TakeoverMeasuresTable {
  id: Generated<number>
  cluster_id: string
  at: number
  /** `fenced-takeover`, `hand-over` or `autopilot`. */
  kind: string
  /** From the death (or its first sign) to the next leader in ZooKeeper. */
  leads_ms: number
  /** To all jobs RUNNING; null: it was not seen. */
  running_ms: number | null
}

export interface AutopilotsTable {
  cluster_id: string
  is_on: number
  /** At most one takeover in this time, until an operator acknowledges. */
  again_after_ms: number
  changed_at: number
  changed_by: string
}

export interface AutopilotRunsTable {
  id: Generated<number>
  cluster_id: string
  at: number
  leader_session_id: string
  master: string
  /** `running`, `done`, `failed`, `refused` or `held-back`. */
  result: string
  text: string
  operation_id: string | null
  acknowledged_at: number | null
  acknowledged_by: string | null
}

/** The back-ups in the data folder; the files themselves are what counts. */
export interface DanglingBackupsTable {
  name: string
  cluster_id: string
  at: number
  /** SHA-256 of the file. */
  checksum: string
  bytes: number
  /** The content of the back-up, as JSON. */
  content: string
  removed_at: number | null
  restored_at: number | null
}
