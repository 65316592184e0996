export interface OperationsTables {
  operations: OperationsTable
  emergency_stop: EmergencyStopTable
}

/** What was done to clusters, step by step: written before each step, so that a console that dies leaves the truth behind. */
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
  /** Who wants it to end; the console that runs it looks here. */
  abort_by: string | null
  /** Hashes of the key that the request came with and of what it asked for; null: it had none. */
  request_key: string | null
  request_content: string | null
}

/** No row, or one with id 1: then nothing may run. */
export interface EmergencyStopTable {
  id: number
  since: number
  by_name: string
  reason: string | null
}
