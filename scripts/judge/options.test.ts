import { describe, expect, it } from 'vitest'
import { parseJudgeOptions } from './options'

describe('options of the judge', () => {
  it('The judge has a random seed and ten minutes by default', () =>
    expect(parseJudgeOptions([], () => 42)).toEqual({
      ...{ seed: 42, minutes: 10, short: false, json: 'test-results/judge.json', record: null, help: false },
    }))

  it('The judge repeats a run by its seed', () =>
    expect(parseJudgeOptions(['--seed', '7', '--minutes', '0.5', '--short', '--json', 'a', '--record', 'b', '--help'])).toEqual({
      ...{ seed: 7, minutes: 0.5, short: true, json: 'a', record: 'b', help: true },
    }))

  it.each([
    ['--seed', '1.5'],
    ['--seed', '-1'],
    ['--seed', ''],
    ['--minutes', '0'],
    ['--minutes', 'ten'],
    ['--minutes', '1e9'],
  ])('The judge’s option %s refuses %j and says what it takes', (option, value) =>
    expect(() => parseJudgeOptions([`${option}=${value}`])).toThrow(`${option} takes a number from`),
  )

  it('The judge refuses an unknown option', () => expect(() => parseJudgeOptions(['--mercy'])).toThrow('--mercy'))
})
