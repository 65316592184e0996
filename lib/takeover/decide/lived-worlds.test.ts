import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide, findsLiving, noteAll, noteByTexts, ownerOf } from '@/lib/testing/fencing/decide-lived'
import { isAliveAt, livedWorlds } from '@/lib/testing/fencing/lived-worlds'

it('In 10,000 worlds of processes, fencing removes nothing of a living one, identifies each correctly and often succeeds', () => {
  let yes = 0
  fc.assert(
    fc.property(livedWorlds, (world) => {
      const noted = noteAll(world)
      for (const [session, { identity }] of noted) expect(identity.pid).toBe(ownerOf(world, session).pid)
      const decision = decide(world, noted)
      if (decision.kind === 'refuse') return
      yes++
      expect(findsLiving(world, decision)).toBe(false)
      expect(isAliveAt(ownerOf(world, decision.nextLatch.owner), 'after')).toBe(true)
    }),
    { numRuns: 10_000 },
  )
  expect(yes).toBeGreaterThan(500)
}, 600_000)

it('A rule that trusts served texts removes latches of living processes in the same worlds', () => {
  let wrong = 0
  fc.assert(
    fc.property(livedWorlds, (world) => void (findsLiving(world, decide(world, noteByTexts(world), false)) && wrong++)),
    { numRuns: 5_000 },
  )
  expect(wrong).toBeGreaterThan(10)
}, 600_000)
