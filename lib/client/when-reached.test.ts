import { expect, test } from 'vitest'
import type { Ticker } from './ticker'
import { whenReached } from './when-reached'

const at = '2026-03-14T13:00:10.000Z'

function aTicker() {
  const listeners = new Set<() => void>()
  let now = Date.parse(at) - 2_000
  const ticker: Ticker = {
    subscribe: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    now: () => now,
  }
  return { ticker, tick: (ms = 1_000) => ((now += ms), listeners.forEach((listener) => listener())), listeners }
}

test('The callback runs once when the time is reached, not before and not while it is being answered', async () => {
  const { ticker, tick, listeners } = aTicker()
  let asked = 0
  let answer: () => void = () => undefined
  const stop = whenReached(at, () => new Promise<void>((resolve) => (asked++, (answer = resolve))), ticker)
  tick(1_999)
  expect(asked).toBe(0)
  tick(1)
  tick()
  expect(asked).toBe(1)
  answer()
  await Promise.resolve()
  await Promise.resolve()
  tick()
  expect(asked, 'the same time is named still').toBe(2)
  stop()
  expect(listeners.size).toBe(0)
})
