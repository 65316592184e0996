import type { z } from 'zod'
import type * as activities from './schemas/activity'

/** One line of the audit, in the form that can be kept outside of this console. */
export interface AuditLine {
  line: number
  hash: string
}

export type AuditProof = z.infer<typeof activities.auditProof>
