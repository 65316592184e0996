import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStartupGate, longestStartMs } from './startup-gate'

describe('first pictures', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('The start is over a moment after the last first snapshot, and begins anew with a later cluster', async () => {
    const pictures = createStartupGate()
    const over = vi.fn()
    pictures.onOver(over)
    await pictures.whenOver()
    const [one, other] = [pictures.begin(), pictures.begin()]
    const waited = vi.fn()
    void pictures.whenOver().then(waited)
    one()
    one()
    await vi.advanceTimersByTimeAsync(100)
    expect([pictures.isOver(), over.mock.calls.length, waited.mock.calls.length]).toEqual([false, 0, 0])
    other()
    expect(pictures.isOver()).toBe(false)
    await vi.advanceTimersByTimeAsync(20)
    expect([pictures.isOver(), over.mock.calls.length, waited.mock.calls.length]).toEqual([true, 1, 1])
    const later = pictures.begin()
    expect(pictures.isOver()).toBe(false)
    later()
    await vi.advanceTimersByTimeAsync(20)
    expect(over).toHaveBeenCalledTimes(2)
  })

  it('A caller waits for the first snapshots as long as its own limit, and is answered once', async () => {
    const pictures = createStartupGate()
    const one = pictures.begin()
    const [short, long] = [vi.fn(), vi.fn()]
    void pictures.whenOver(500).then(short)
    void pictures.whenOver(5_000).then(long)
    await vi.advanceTimersByTimeAsync(500)
    expect([pictures.isOver(), short.mock.calls.length, long.mock.calls.length]).toEqual([false, 1, 0])
    one()
    await vi.advanceTimersByTimeAsync(20)
    expect([pictures.isOver(), long.mock.calls.length, vi.getTimerCount()]).toEqual([true, 1, 0])
  })

  it('The start does not wait longer for a first snapshot that does not come', async () => {
    const pictures = createStartupGate()
    pictures.begin()
    await vi.advanceTimersByTimeAsync(longestStartMs - 1)
    expect(pictures.isOver()).toBe(false)
    await vi.advanceTimersByTimeAsync(20)
    expect(pictures.isOver()).toBe(true)
  })
})
