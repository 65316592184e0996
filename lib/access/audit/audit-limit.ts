/** Lines per minute that one address may cause with refused requests. */
export const linesPerMinute = 30
const windowMs = 60_000
const mostAddresses = 5_000

/** Keeps refused requests from filling the audit: every address gets its lines, and the number left out is reported in its next line. */
export class AuditLimit {
  private readonly addresses = new Map<string, { since: number; written: number; unwritten: number }>()

  /** @returns how many lines before this one were left out; null: leave this one out too */
  take(address: string | null, now: number): number | null {
    const key = address ?? ''
    const before = this.addresses.get(key)
    const one = before && now - before.since < windowMs ? before : { since: now, written: 0, unwritten: before?.unwritten ?? 0 }
    this.addresses.delete(key)
    this.addresses.set(key, one)
    if (this.addresses.size > mostAddresses) this.addresses.delete(this.addresses.keys().next().value ?? '')
    if (one.written >= linesPerMinute) {
      one.unwritten += 1
      return null
    }
    one.written += 1
    const unwritten = one.unwritten
    one.unwritten = 0
    return unwritten
  }
}
