import type { z } from 'zod'
import type * as activities from './schemas/activity'

/** One line of the audit as it can be written down elsewhere. */
export interface AuditLine {
  line: number
  hash: string
}

export type AuditProof = z.infer<typeof activities.auditProof>
