import { describe, expect, it } from 'vitest'
import { toMarked, toFullSentence, splitTimes } from './words'

describe('sentences', () => {
  it('begin with a capital unless with a name, and end with a stop', () => {
    expect(toFullSentence('would resume from checkpoint 7')).toBe('Would resume from checkpoint 7.')
    expect(toFullSentence('jm1:8081 is down')).toBe('jm1:8081 is down.')
    expect(toFullSentence('Done.')).toBe('Done.')
    expect(toFullSentence('')).toBe('')
  })

  it('mark a command at their end, quickly whatever they hold', () => {
    expect(toMarked('Start it again on its host: bin/jobmanager.sh start.')).toBe('Start it again on its host: `bin/jobmanager.sh start`')
    expect(toMarked('Put `cons` on the whitelist.')).toBe('Put `cons` on the whitelist.')
    const hostile = ': bin/'.repeat(20_000)
    const before = performance.now()
    toMarked(hostile)
    expect(performance.now() - before).toBeLessThan(10_000)
  })
})

it('times of the API stand between words', () => {
  expect(splitTimes('It waits until 2026-11-25T01:11:52.284Z.')).toEqual(['It waits until ', '2026-11-25T01:11:52.284Z', '.'])
  expect(splitTimes('2026-11-25T01:11:52Z')).toEqual(['', '2026-11-25T01:11:52Z', ''])
  expect(splitTimes('no time, 2026-11-25 neither')).toHaveLength(1)
})
