export interface DrillTables {
  drills: DrillsTable
}

/** One row a drill; its steps stand in `operations` under the same id. */
export interface DrillsTable {
  /** Id of the operation. */
  id: string
  cluster_id: string
  /** Counts the drills of a cluster. */
  number: number
  scenario: string
  started_at: number
  /** null: it runs, or its console ended. */
  ended_at: number | null
  verdict: string | null
  /** `DrillRecord` of lib/drills as JSON: document, prediction, target, evidence. */
  record: string
  /** `DrillReport` of lib/model as JSON; null: there is none yet. */
  report: string | null
}
