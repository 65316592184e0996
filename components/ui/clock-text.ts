/** “14:58:15” in a zone. @param zone IANA name; an unknown one falls back to UTC */
export function toClockText(iso: string, zone: string, withSeconds = true): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(withSeconds ? { second: '2-digit' } : {}) }).format(
    Date.parse(iso),
  )
}

/** “14 Mar”, for an axis of days. */
export function toDayText(iso: string, zone: string): string {
  return formatter(zone, { day: 'numeric', month: 'short' }).format(Date.parse(iso))
}

/** “14 Mar 2026”. */
export function toDayWithYearText(iso: string, zone: string): string {
  return formatter(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(Date.parse(iso))
}

/** “14 Mar 14:58:15”; with the year where it is not this one. @param thisYear of the reader, e.g. 2026; absent: no year */
export function toLocalMomentText(iso: string, zone: string, thisYear?: number): string {
  const year = new Date(iso).getUTCFullYear()
  const date = formatter(zone, {
    day: 'numeric',
    month: 'short',
    ...(thisYear !== undefined && year !== thisYear ? { year: 'numeric' } : {}),
  }).format(Date.parse(iso))
  return `${date} ${toClockText(iso, zone)}`
}

/** “14 Mar 14:58:15 CET · 13:58:15.120 UTC”, for hover and focus. */
export function toFullTimeText(iso: string, zone: string): string {
  const at = Date.parse(iso)
  const local = formatter(zone, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at)
  return `${local} · ${new Date(at).toISOString().slice(11, 23)} UTC`
}

/** “CET”, “GMT+5:30” or “UTC”: the short name of a zone. @param at epoch ms: it differs in summer */
export function toZoneWord(zone: string, at: number): string {
  const parts = formatter(zone, { timeZoneName: 'short' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC'
}

/** The zone if this machine knows it, else UTC: it comes from a cookie. */
export function toKnownZone(zone: string | undefined): string {
  if (zone === undefined || zone.length > 64) return 'UTC'
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

const kept = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs far more than using it, and pages show hundreds of times. */
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options)
  const found = kept.get(key)
  if (found) return found
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: toKnownZone(zone) })
  if (kept.size > 50) kept.clear()
  kept.set(key, made)
  return made
}
