import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide, findsLiving, noteAll, noteByTexts, ownerOf } from '@/lib/testing/fencing/decide-lived'
import { isAliveAt, livedWorlds } from '@/lib/testing/fencing/lived-worlds'

it('10,000 worlds of processes: nothing of a living one is ever removed, none is noted for another’s session, and it says yes often enough', () => {
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
}, 120_000)

it('the same worlds lead a rule that believes what is served to remove what the living hold', () => {
  let wrong = 0
  fc.assert(
    fc.property(livedWorlds, (world) => void (findsLiving(world, decide(world, noteByTexts(world), false)) && wrong++)),
    { numRuns: 5_000 },
  )
  expect(wrong).toBeGreaterThan(10)
}, 120_000)
