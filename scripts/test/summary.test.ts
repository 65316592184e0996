import { describe, expect, it } from 'vitest'
import { runStages, type Stage } from './run-stages.mjs'
import { summarize } from './summary.mjs'

const report = (files: Record<string, number>, failed = 0) => ({
  passed: 3,
  failed,
  skipped: 1,
  files: Object.entries(files).map(([name, seconds]) => ({ name, seconds })),
})

describe('the last lines of npm test', () => {
  it('The summary tells the time of each stage, the ten slowest files and the counts', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`lib/${index}.test.ts`, index]))
    const ended = [
      { name: 'Lint', isGreen: true, seconds: 31.6, report: null },
      { name: 'Unit tests', isGreen: true, seconds: 84, report: report({ ...many, 'e2e/slow.spec.ts': 125 }) },
    ]
    const { text, isGreen } = summarize(ended, 90)
    expect(isGreen).toBe(true)
    expect(text.split('\n')).toEqual([
      'Stages, min:s (some run at once):',
      '✓  0:32  Lint',
      '✓  1:24  Unit tests',
      '   1:30  from start to end',
      '',
      'Slowest test files, min:s:',
      '   2:05  e2e/slow.spec.ts',
      ...[11, 10, 9, 8, 7, 6, 5, 4, 3].map((index) => `   0:${String(index).padStart(2, '0')}  lib/${index}.test.ts`),
      '',
      '3 passed, 0 failed, 1 skipped',
    ])
  })

  it('A stage that fails without a failed test counts as one failure and is named', () => {
    const { text, isGreen } = summarize([{ name: 'Types', isGreen: false, seconds: 2, report: null }], 2)
    expect(isGreen).toBe(false)
    expect(text).toContain('Stopped: “Types” failed; what comes after was not run.\n\n0 passed, 1 failed, 0 skipped')
  })

  it('A red test in a stage that ended well makes the run red', () => {
    expect(summarize([{ name: 'Unit tests', isGreen: true, seconds: 2, report: report({}, 1) }], 2).isGreen).toBe(false)
  })
})

describe('stages in lanes', () => {
  const said: string[] = []
  const stage = (name: string, isGreen = true): Stage => ({
    name,
    run: async (isAlone) => (said.push(`${name} ${isAlone ? 'alone' : 'beside others'}`), { isGreen, output: `${name} says` }),
  })
  const run = async (rounds: Stage[][][]) => {
    said.length = 0
    const ended = await runStages(rounds, () => undefined)
    return { said: [...said], ended: ended.map(({ name, isGreen }) => `${name} ${isGreen}`) }
  }

  it('Rounds follow each other, lanes run at once, and the stages of a lane follow each other', async () => {
    expect(await run([[[stage('a')]], [[stage('b'), stage('c')], [stage('d')]]])).toEqual({
      said: ['a alone', 'b beside others', 'd beside others', 'c beside others'],
      ended: ['a true', 'b true', 'd true', 'c true'],
    })
  })

  it('After a stage that failed or threw no other begins', async () => {
    const throwing: Stage = { name: 'x', run: () => Promise.reject(new Error('no disk')) }
    expect((await run([[[stage('a', false), stage('b')]], [[stage('c')]]])).ended).toEqual(['a false'])
    expect((await run([[[throwing, stage('b')], [stage('d')]], [[stage('c')]]])).ended.sort().reverse()).toEqual(['x false', 'd true'])
  })
})
