import type dns from 'node:dns'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { resolveHost } from './resolve-host'

/** Replaces the system's look-up, whose answers differ between machines. */
const system = vi.hoisted(() => ({ answer: null as null | ((host: string) => Error | string), asked: [] as string[] }))
vi.mock('node:dns', async (original) => ({
  ...(await original<typeof dns>()),
  lookup: (host: string, _options: object, callback: (error: Error | null, addresses: dns.LookupAddress[]) => void) => {
    system.asked.push(host)
    const answer = system.answer?.(host)
    queueMicrotask(() =>
      typeof answer === 'string' ? callback(null, [{ address: answer, family: 4 }]) : callback(answer ?? new Error('none'), []),
    )
  },
}))

describe('looking up a host', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    system.asked = []
  })
  afterEach(() => void vi.useRealTimers())

  it('The system is asked for a host once a second for all ports', async () => {
    let last = 0
    system.answer = () => `10.0.0.${(last += 1)}`
    const asked = await Promise.all([resolveHost('jm1'), resolveHost('jm1')])
    expect([...asked, await resolveHost('jm1')].flat().map(({ address }) => address)).toEqual(['10.0.0.1', '10.0.0.1', '10.0.0.1'])
    await vi.advanceTimersByTimeAsync(1_001)
    expect(await resolveHost('jm1')).toEqual([{ address: '10.0.0.2', family: 4 }])
    expect(system.asked).toEqual(['jm1', 'jm1'])
  })

  it('A failed lookup of a host is not remembered', async () => {
    system.answer = () => new Error('away')
    await expect(resolveHost('jm2')).rejects.toThrow('away')
    system.answer = () => '10.0.0.9'
    expect(await resolveHost('jm2')).toEqual([{ address: '10.0.0.9', family: 4 }])
  })

  it('An address is resolved without a lookup', async () => {
    expect(await resolveHost('127.0.0.1')).toEqual([{ address: '127.0.0.1', family: 4 }])
    expect(system.asked).toEqual([])
  })
})
