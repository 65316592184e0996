/**
 * The smallest value that at least the share `q` (0–1) of all values does not exceed; null for an empty list. Never interpolates: each
 * figure was measured.
 */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null
}
