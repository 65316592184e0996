/** As better-auth's plugin keeps a key; dates are text where it does not know the table's fields. */
export interface KeyRecord {
  id: string
  name: string | null
  /** The first characters, to distinguish keys. */
  start: string | null
  /** Person who made it. */
  referenceId: string
  enabled: boolean | null
  expiresAt: Date | string | null
  lastRequest: Date | string | null
  createdAt: Date | string
  metadata: { role?: unknown } | string | null
}
