import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDoctorSemaphore } from './doctor-semaphore'
import { createStartupGate } from './startup-gate'

// Vitest's fake timers do not reach node:timers/promises.
vi.mock('node:timers/promises', () => ({ setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)) }))

describe('doctor turns', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('Examinations run one at a time, with a rest of four times what the last one cost', async () => {
    let now = 0
    const looked: number[] = []
    const turns = createDoctorSemaphore(createStartupGate(), vi.fn(), () => now)
    const look = () => {
      looked.push(now)
      now += 10
    }
    for (let i = 0; i < 3; i++) turns.ask(() => look())
    for (let ms = 0; ms < 100; ms++) {
      await vi.advanceTimersByTimeAsync(1)
      now += 1
    }
    expect(looked).toHaveLength(3)
    expect(looked[1]! - looked[0]!).toBeGreaterThanOrEqual(45)
  })

  it('The next examination waits for one that runs over several turns, and a late failure is reported', async () => {
    const onError = vi.fn()
    const turns = createDoctorSemaphore(createStartupGate(), onError)
    let end: (error: Error) => void = () => {}
    const next = vi.fn()
    turns.ask(() => new Promise<void>((_resolve, reject) => (end = reject)))
    turns.ask(next)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(next).not.toHaveBeenCalled()
    end(new Error('a rule failed'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect([onError.mock.calls.length, next.mock.calls.length]).toEqual([1, 1])
  })

  it('An examination that fails is reported, and the next one runs', async () => {
    const [onError, next] = [vi.fn(), vi.fn()]
    const turns = createDoctorSemaphore(createStartupGate(), onError)
    turns.ask(() => {
      throw new Error('a rule failed')
    })
    turns.ask(next)
    await vi.advanceTimersByTimeAsync(100)
    expect([onError.mock.calls.length, next.mock.calls.length]).toEqual([1, 1])
  })

  it('An examination that was cancelled does not run, and a later one runs after an idle time', async () => {
    const turns = createDoctorSemaphore(createStartupGate(), vi.fn())
    const [one, other, later] = [vi.fn(), vi.fn(), vi.fn()]
    turns.ask(one)
    const cancelPending = turns.ask(other)
    cancelPending()
    await vi.advanceTimersByTimeAsync(100)
    turns.ask(later)
    await vi.advanceTimersByTimeAsync(100)
    expect([one.mock.calls.length, other.mock.calls.length, later.mock.calls.length]).toEqual([1, 0, 1])
  })

  it('Examinations wait until every started cluster has its first snapshot, and a moment more', async () => {
    const start = createStartupGate()
    const turns = createDoctorSemaphore(start, vi.fn())
    const look = vi.fn()
    const [one, other] = [start.begin(), start.begin()]
    turns.ask(look)
    one()
    await vi.advanceTimersByTimeAsync(5_000)
    other()
    other()
    await vi.advanceTimersByTimeAsync(19)
    expect(look).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(look).toHaveBeenCalledTimes(1)
  })

  it('A first snapshot that never comes delays examinations for a limited time only', async () => {
    const start = createStartupGate()
    const turns = createDoctorSemaphore(start, vi.fn())
    const [look, later] = [vi.fn(), vi.fn()]
    start.begin()
    turns.ask(look)
    await vi.advanceTimersByTimeAsync(20_010)
    expect(look).toHaveBeenCalledTimes(1)
    const added = start.begin()
    turns.ask(later)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(later).not.toHaveBeenCalled()
    added()
    await vi.advanceTimersByTimeAsync(10)
    expect(later).toHaveBeenCalledTimes(1)
  })
})
