export interface Counts {
  passed: number
  failed: number
  skipped: number
}
export function readVitestCounts(file: string): Counts | null
export function readPlaywrightCounts(file: string): Counts | null
export function addCounts(a: Counts, b: Counts): Counts
