import { describe, expect, it } from 'vitest'
import { toMarked, toFullSentence, splitTimes } from './words'

describe('sentences', () => {
  it('A sentence begins with a capital unless with a name, and ends with a full stop', () => {
    expect(toFullSentence('would resume from checkpoint 7')).toBe('Would resume from checkpoint 7.')
    expect(toFullSentence('jm1:8081 is down')).toBe('jm1:8081 is down.')
    expect(toFullSentence('Done.')).toBe('Done.')
    expect(toFullSentence('')).toBe('')
  })

  it('A command at the end of a sentence is marked, quickly with any text', () => {
    expect(toMarked('Start it again on its host: bin/jobmanager.sh start.')).toBe('Start it again on its host: `bin/jobmanager.sh start`')
    expect(toMarked('Put `cons` on the whitelist.')).toBe('Put `cons` on the whitelist.')
    const hostile = ': bin/'.repeat(20_000)
    const before = performance.now()
    toMarked(hostile)
    // It takes milliseconds; in quadratic time it would take minutes.
    expect(performance.now() - before).toBeLessThan(60_000)
  })
})

it('The times of the API are split from the words around them', () => {
  expect(splitTimes('It waits until 2026-11-25T01:11:52.284Z.')).toEqual(['It waits until ', '2026-11-25T01:11:52.284Z', '.'])
  expect(splitTimes('2026-11-25T01:11:52Z')).toEqual(['', '2026-11-25T01:11:52Z', ''])
  expect(splitTimes('no time, 2026-11-25 neither')).toHaveLength(1)
})
