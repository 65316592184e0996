export interface OperationsTables {
  operations: OperationsTable
  emergency_stop: EmergencyStopTable
}

/** What was done to clusters, step by step: written before each step, so that the record is true even if the console dies. */
export interface OperationsTable {
  id: string
  cluster_id: string
  kind: string
  target: string | null
  state: string
  /** `OperationRecord` of lib/model as JSON. */
  record: string
  started_at: number
  ended_at: number | null
  /** Who requested its end; the console that runs it polls this column. */
  abort_by: string | null
  /** Hashes of the request's key and of its content; null: it had no key. */
  request_key: string | null
  request_content: string | null
}

/** At most one row, with id 1: while it exists, nothing may run. */
export interface EmergencyStopTable {
  id: number
  since: number
  by_name: string
  reason: string | null
}
