import { describe, expect, it } from 'vitest'
import { Track } from './track'

function aTrack(...samples: [asked: number, got: number, value: string][]): Track<string> {
  const track = new Track<string>()
  for (const sample of samples) track.add(...sample)
  return track
}

const is = (wanted: string) => (value: string) => value === wanted

describe('the track of one fact', () => {
  const track = aTrack([0, 2, 'up'], [10, 12, 'up'], [20, 22, 'down'], [30, 32, 'down'], [40, 42, 'up'], [50, 52, 'up'])

  it('A track knows both values between two samples that differ', () => {
    expect(track.possible(14, 16)).toEqual(['up', 'down'])
    expect(track.possible(5, 6)).toEqual(['up'])
    expect(track.possible(25, 28)).toEqual(['down'])
  })

  it('A track knows nothing before the first sample and after the last', () => {
    expect(track.possible(1, 5)).toBeNull()
    expect(track.possible(45, 51)).toBeNull()
    expect(track.always(45, 51, is('up'))).toBeNull()
    expect(new Track().possible(0, 1)).toBeNull()
  })

  it('A track holds “always” only where nothing else was possible', () => {
    expect(track.always(23, 29, is('down'))).toBe(true)
    expect(track.always(21, 29, is('down'))).toBe(false)
    expect(track.ever(21, 29, is('up'))).toBe(true)
    expect(track.ever(23, 29, is('up'))).toBe(false)
  })

  it('A track finds the latest time at which a value was possible', () => {
    expect(track.lastTime(35, is('up'))).toBe(35)
    expect(track.lastTime(28, is('up'))).toBe(22)
    expect(track.lastTime(28, is('sideways'))).toBeNull()
    expect(track.lastTime(100, is('up'))).toBe(100)
  })

  it('A track keeps one stretch for samples that are equal by value', () => {
    const objects = new Track<{ a: number }>()
    objects.add(0, 1, { a: 1 })
    objects.add(10, 11, { a: 1 })
    expect(objects.stretches).toEqual([{ value: { a: 1 }, from: 1, until: 10 }])
  })
})
