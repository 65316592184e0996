import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { addCounts, readPlaywrightCounts, readVitestCounts } from './counts.mjs'

const folder = mkdtempSync(join(tmpdir(), 'understudy-counts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('the last line of npm test', () => {
  it('counts vitest’s tests, and a file that could not be loaded as one failure', () => {
    const file = write('vitest.json', {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    })
    expect(readVitestCounts(file)).toEqual({ passed: 5, failed: 2, skipped: 3 })
  })

  it('counts a flaky browser test as failed', () => {
    const file = write('playwright.json', { stats: { expected: 7, unexpected: 1, flaky: 2, skipped: 3 } })
    expect(readPlaywrightCounts(file)).toEqual({ passed: 7, failed: 3, skipped: 3 })
  })

  it('knows nothing from a report that is missing or broken', () => {
    expect(readVitestCounts(join(folder, 'none.json'))).toBeNull()
    expect(readPlaywrightCounts(write('broken.json', '{'))).toBeNull()
  })

  it('adds', () => {
    expect(addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({ passed: 11, failed: 22, skipped: 33 })
  })
})
