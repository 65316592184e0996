/** Compares dotted version numbers; missing parts count as 0, so 1.20 < 1.20.1 < 2.0. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** True for what a Flink release looks like: 2.3.0, 1.20.1. Anything else must not reach a command line. */
export function isVersion(text: string): boolean {
  return /^\d{1,2}\.\d{1,3}\.\d{1,3}$/.test(text)
}
