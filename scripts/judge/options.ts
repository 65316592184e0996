import { parseArgs } from 'node:util'

export interface JudgeOptions {
  seed: number
  minutes: number
  /** One fault of each of the four kinds, within 90 s, for CI. */
  short: boolean
  json: string
  /** File that keeps the observations and answers, for tests of the judge; null: none. */
  record: string | null
  help: boolean
}

export const judgeHelp = `npm run judge [-- options]

Starts a real Flink cluster and a console, brings faults at random, finds out by itself what is true, and compares every statement
of the console with it, ten times a second. Exit code 1 when one was false.

  --seed N       repeat a run's faults; default: a random seed, printed
  --minutes M    how long faults are brought; default 10
  --short        one bad day of each kind in at most 90 s of faults, for CI
  --json FILE    where the result goes; default test-results/judge.json
  --record FILE  keep what was seen and said (gzip), for the judge's own tests
  -h, --help`

/** @throws Error with a sentence for the person at the terminal */
export function parseJudgeOptions(args: readonly string[], randomSeed = () => Math.floor(Math.random() * 2 ** 31)): JudgeOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string' },
      short: { type: 'boolean' },
      json: { type: 'string' },
      record: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  return {
    seed: values.seed === undefined ? randomSeed() : toNumber('--seed', values.seed, 0, 2 ** 32 - 1, Number.isInteger),
    minutes: values.minutes === undefined ? 10 : toNumber('--minutes', values.minutes, 0.1, 1_440, Number.isFinite),
    short: values.short ?? false,
    json: values.json ?? 'test-results/judge.json',
    record: values.record ?? null,
    help: values.help ?? false,
  }
}

function toNumber(option: string, text: string, least: number, most: number, isGood: (value: number) => boolean): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!isGood(value) || value < least || value > most)
    throw new Error(`${option} takes a number from ${least} to ${most}; “${text}” is none.`)
  return value
}
