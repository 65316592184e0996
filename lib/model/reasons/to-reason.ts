import type { Reason, Severity } from '../snapshot'

export function toReason(
  code: string,
  severity: Severity,
  text: string,
  subject: string | null = null,
  action: string | null = null,
): Reason {
  return { code, severity, text, subject, action }
}
