import { describe, expect, it, vi } from 'vitest'
import type { HostProcess } from '@/lib/model/facts'
import { createProcessFeed, followProcesses } from './process-feed'

const aProcess = (pid: number) => ({ pid }) as HostProcess

/** A table whose readings end when the test ends them. */
function aTable() {
  const ends: ((processes: HostProcess[]) => void)[] = []
  let now = 1000
  const clock = () => now
  const feed = createProcessFeed(() => new Promise((resolve) => ends.push(resolve)), clock)
  return {
    feed,
    clock,
    later: (ms: number) => void (now += ms),
    end: async (index: number, processes: HostProcess[]) => {
      ends[index]?.(processes)
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('the process table for many clusters', () => {
  it('A reading of the process table reaches the cluster that asked, and others only when it differs', async () => {
    const { feed, clock, later, end } = aTable()
    const asking = vi.fn()
    const other = vi.fn()
    const requester = followProcesses(feed, asking, clock)
    followProcesses(feed, other, clock)
    requester.ask()
    await end(0, [aProcess(1)])
    expect([asking.mock.calls.length, other.mock.calls.length]).toEqual([1, 1])
    later(1000)
    requester.ask()
    await end(1, [aProcess(1)])
    expect([asking.mock.calls.length, other.mock.calls.length]).toEqual([2, 1])
    feed.close()
  })

  it('A request during a reading of the process table is answered by the next reading too', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { feed, clock, later, end } = aTable()
    const told = vi.fn()
    const requester = followProcesses(feed, told, clock)
    feed.refresh()
    later(10)
    requester.ask()
    later(10)
    await end(0, [aProcess(1)])
    await vi.advanceTimersByTimeAsync(500)
    await end(1, [aProcess(1)])
    expect(told).toHaveBeenCalledTimes(2)
    vi.useRealTimers()
    feed.close()
  })
})
