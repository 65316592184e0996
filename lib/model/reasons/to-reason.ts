import type { Reason, Severity } from '../snapshot'

export function createReason(
  code: string,
  severity: Severity,
  text: string,
  subject: string | null = null,
  action: string | null = null,
): Reason {
  return { code, severity, text, subject, action }
}
