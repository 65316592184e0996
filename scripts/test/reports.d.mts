export interface Report {
  passed: number
  failed: number
  skipped: number
  /** Test files with the seconds each took. */
  files: { name: string; seconds: number }[]
}
export function readVitestReport(file: string): Report | null
export function readPlaywrightReport(file: string): Report | null
