const mostFiles = 10

/**
 * The last lines of a run: the time of each stage, the slowest files, the counts.
 * @param {import('./run-stages.mjs').StageResult[]} ended
 * @param {number} wallSeconds less than the sum where stages ran at once
 * @returns {{ text: string, isGreen: boolean }}
 */
export function summarize(ended, wallSeconds) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { isGreen, report } of ended) {
    const { passed = 0, failed = 0, skipped = 0 } = report ?? {}
    total.passed += passed
    // Lint, types, a crash of the runner itself: red without a red test.
    total.failed += isGreen ? failed : Math.max(1, failed)
    total.skipped += skipped
  }
  const red = ended.filter(({ isGreen }) => !isGreen).map(({ name }) => `“${name}”`)
  const lines = [
    'Stages, min:s (some run at once):',
    ...ended.map(({ name, isGreen, seconds }) => `${isGreen ? '✓' : '✗'} ${toClock(seconds)}  ${name}`),
    `  ${toClock(wallSeconds)}  from start to end`,
    ...toSlowest(ended),
    ...(red.length > 0 ? ['', `Stopped: ${red.join(' and ')} failed; what comes after was not run.`] : []),
    '',
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
  ]
  return { text: lines.join('\n'), isGreen: red.length === 0 && total.failed === 0 }
}

function toSlowest(ended) {
  const files = ended
    .flatMap(({ report }) => report?.files ?? [])
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, mostFiles)
  return files.length === 0 ? [] : ['', 'Slowest test files, min:s:', ...files.map(({ name, seconds }) => `  ${toClock(seconds)}  ${name}`)]
}

function toClock(seconds) {
  const whole = Math.round(seconds)
  return `${String(Math.floor(whole / 60)).padStart(2)}:${String(whole % 60).padStart(2, '0')}`
}
