import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from '../setup/root.mjs'

/** The results of a stage in vitest’s and Playwright’s JSON reports; null when there is no readable report. */

export function readVitestReport(file) {
  const report = readJson(file)
  if (!report) return null
  // A file that cannot even be loaded fails its suite without failing any test.
  const brokenFiles = (report.testResults ?? []).filter((one) => one.status === 'failed' && one.assertionResults.length === 0).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
    files: (report.testResults ?? []).map(({ name, startTime, endTime }) => ({
      name: relative(root, name),
      seconds: (endTime - startTime) / 1000,
    })),
  }
}

export function readPlaywrightReport(file) {
  const report = readJson(file)
  if (!report?.stats) return null
  const { expected, unexpected, flaky, skipped } = report.stats
  // Flaky is not passed: it failed once.
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    files: (report.suites ?? []).map((suite) => ({
      name: relative(root, `${report.config?.rootDir ?? root}/${suite.file}`),
      seconds: sumDurations(suite) / 1000,
    })),
  }
}

/** Sum over all tests of a file, the start of what they share included; ms. */
function sumDurations({ suites = [], specs = [] }) {
  const own = specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration)))
  return [...own, ...suites.map(sumDurations)].reduce((sum, one) => sum + one, 0)
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
