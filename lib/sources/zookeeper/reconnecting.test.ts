import { describe, expect, it } from 'vitest'
import { Backoff } from './backoff'
import { lookUpAddresses } from './lookup'
import { Targets } from './targets'

const servers = [
  { host: 'a', port: 1 },
  { host: 'b', port: 2 },
  { host: 'c', port: 3 },
]

describe('the pauses between tries', () => {
  it('The pauses between tries double from round to round up to the limit, and start over only after a stable connection', () => {
    const backoff = new Backoff({ stepMs: 50, firstMs: 250, mostMs: 5000, stableMs: 5000 }, () => 1)
    expect([false, true, true, false, true, true, true, true, true].map((ended) => backoff.nextMs(ended))).toEqual([
      50, 250, 500, 50, 1000, 2000, 4000, 5000, 5000,
    ])
    expect(backoff.connectionHeld(4999)).toBe(false)
    expect(backoff.nextMs(true)).toBe(5000)
    expect(backoff.connectionHeld(5000)).toBe(true)
    expect(backoff.nextMs(true)).toBe(250)
  })

  it('The pauses between tries vary between half and all', () => {
    expect(new Backoff(undefined, () => 0).nextMs(true)).toBe(125)
  })
})

describe('the next address to try', () => {
  it('A round tries every address of every server once, the one just lost last', async () => {
    const targets = new Targets(servers, (host) => Promise.resolve(host === 'b' ? ['b1', 'b2'] : [host]))
    targets.startRound(servers[0] ?? null)
    const tried: string[] = []
    do tried.push((await targets.next()).address)
    while (!targets.roundEnded)
    expect([...tried].sort()).toEqual(['a', 'b1', 'b2', 'c'])
    expect(tried.at(-1)).toBe('a')
  })

  it('A round looks names up again, and counts a name that cannot be resolved as tried', async () => {
    let lookUps = 0
    const targets = new Targets([{ host: 'gone', port: 1 }], () => Promise.reject(new Error(`no ${++lookUps}`)))
    await expect(targets.next()).rejects.toThrow('no 1')
    expect(targets.roundEnded).toBe(true)
    await expect(targets.next()).rejects.toThrow('no 2')
  })
})

describe('looking up a host', () => {
  it('An address is looked up as itself and a name as its addresses, or with an error', async () => {
    expect(await lookUpAddresses('::1')).toEqual(['::1'])
    expect(await lookUpAddresses('localhost')).toContain('127.0.0.1')
    await expect(lookUpAddresses('no-such-host.invalid')).rejects.toThrow("host name 'no-such-host.invalid' cannot be resolved")
  })
})
