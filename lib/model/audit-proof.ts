/** One line of the audit as it can be written down elsewhere. */
export interface AuditLine {
  line: number
  hash: string
}

/** What reading the whole audit said. */
export interface AuditProof {
  /** How many lines are whole, from the first on. */
  lines: number
  /** Hash of the last of them. */
  head: string
  /** Number of the first line that is not as it was; null: the chain is whole. */
  brokenAt: number | null
  sentence: string
}
