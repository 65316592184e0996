import { readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** Sums over vitest's and Playwright's JSON reports; null when there is no readable report. */
export function readVitestCounts(file) {
  const report = readJson(file)
  if (!report) return null
  // A file that cannot even be loaded fails its suite without failing any test.
  const brokenFiles = (report.testResults ?? []).filter((one) => one.status === 'failed' && one.assertionResults.length === 0).length
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles, skipped: report.numPendingTests + report.numTodoTests }
}

export function readPlaywrightCounts(file) {
  const stats = readJson(file)?.stats
  // Flaky is not passed: it failed once.
  return stats ? { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped } : null
}

export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
