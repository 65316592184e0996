const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in powers of ten, three figures at most: “12 kB”, “1.9 GB”. */
export function toBytesText(bytes: number): string {
  let value = Math.max(0, bytes)
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const figures = value < 9.95 && unit > 0 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value))
  return `${figures} ${units[unit]}`
}

/** “1,000”; digits of 64-bit ids stay exact because they come as text. */
export function toCountText(count: number | string): string {
  return String(count).replace(/\B(?=(?:\d{3}){1,9}$)/g, ',')
}

/** “1st”, “2nd”, “3rd”, “4th”, “11th”. */
export function toOrdinal(place: number): string {
  const last = place % 10
  const teens = place % 100 >= 11 && place % 100 <= 13
  const ending = teens ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'
  return `${place}${ending}`
}

/** The middle left out: “899ba4fa…d98c”. Short ones stay whole. */
export function toShortId(id: string, head = 8, tail = 4): string {
  return id.length <= head + tail + 2 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`
}
