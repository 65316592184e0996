import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../setup/root.mjs'
import { readPlaywrightReport, readVitestReport } from './reports.mjs'

const folder = mkdtempSync(join(tmpdir(), 'understudy-reports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('reports of test runners', () => {
  it('A vitest report counts a file that could not be loaded as one failure and tells how long each file took', () => {
    const file = write('vitest.json', {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        {
          name: join(root, 'lib/a.test.ts'),
          startTime: 1_000,
          endTime: 3_500,
          status: 'failed',
          assertionResults: [{ status: 'failed' }],
        },
        { name: join(root, 'lib/b.test.ts'), startTime: 1_000, endTime: 1_000, status: 'failed', assertionResults: [] },
      ],
    })
    expect(readVitestReport(file)).toEqual({
      passed: 5,
      failed: 2,
      skipped: 3,
      files: [
        { name: 'lib/a.test.ts', seconds: 2.5 },
        { name: 'lib/b.test.ts', seconds: 0 },
      ],
    })
  })

  it('A Playwright report counts a flaky test as failed and adds up the tests of each file, those in a group too', () => {
    const spec = (...durations: number[]) => ({ tests: [{ results: durations.map((duration) => ({ duration })) }] })
    const file = write('playwright.json', {
      config: { rootDir: root },
      stats: { expected: 7, unexpected: 1, flaky: 2, skipped: 3 },
      suites: [{ file: 'e2e/clusters/a.spec.ts', specs: [spec(1_000), spec(500, 250)], suites: [{ specs: [spec(250)] }] }],
    })
    expect(readPlaywrightReport(file)).toEqual({
      passed: 7,
      failed: 3,
      skipped: 3,
      files: [{ name: 'e2e/clusters/a.spec.ts', seconds: 2 }],
    })
  })

  it('A report that is missing or broken tells nothing', () => {
    expect([readVitestReport(join(folder, 'none.json')), readPlaywrightReport(write('broken.json', '{'))]).toEqual([null, null])
  })
})
