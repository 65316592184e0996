import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveNegotiatedTimeout, deriveTakeoverWindow } from './takeover-window'

describe('takeover window', () => {
  it.each([
    [40_000, 2_000, 26_667, 42_000],
    [20_000, 2_000, 13_333, 22_000],
    [10_000, 2_000, 6_667, 12_000],
    [6_000, 2_000, 4_000, 8_000],
  ])('The takeover window of a session of %d ms and ticks of %d ms is %d to %d ms', (timeout, tick, earliest, latest) => {
    expect(deriveTakeoverWindow(timeout, tick)).toEqual({ earliest, latest })
  })

  it('The 60 s that Flink asks for become the 40 s that a tick of 2 s grants', () => {
    expect(deriveNegotiatedTimeout(60_000, 2_000)).toBe(40_000)
    expect(deriveNegotiatedTimeout(1_000, 2_000)).toBe(4_000)
    expect(deriveNegotiatedTimeout(10_000, 2_000)).toBe(10_000)
  })

  it('The negotiated timeout follows the bounds that a server sets itself', () => {
    expect(deriveNegotiatedTimeout(60_000, 2_000, { max: 90_000 })).toBe(60_000)
    expect(deriveNegotiatedTimeout(1_000, 2_000, { min: 500 })).toBe(1_000)
    expect(deriveNegotiatedTimeout(1_000, 2_000, { min: 6_000, max: 90_000 })).toBe(6_000)
  })

  it('The takeover window never begins after it ends and never ends before the session may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 1, max: 1e5 }), (timeout, tick) => {
        const { earliest, latest } = deriveTakeoverWindow(timeout, tick)
        expect(earliest).toBeLessThan(latest)
        expect(latest).toBeGreaterThanOrEqual(timeout)
      }),
    )
  })
})
