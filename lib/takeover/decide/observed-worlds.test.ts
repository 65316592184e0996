import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findsLiving, ownerOf } from '@/lib/testing/fencing/decide-lived'
import { decideByObservation, findWronglyTied } from '@/lib/testing/fencing/decide-observed'
import { isAliveAt, livedWorlds } from '@/lib/testing/fencing/lived-worlds'

/** UNDERSTUDY_WORLDS: another number, for a longer run. */
const count = Number(process.env.UNDERSTUDY_WORLDS ?? 1_500)

it('Fencing removes nothing of a living process when pictures tie sessions to wrong lines by misleading texts', () => {
  const seen = { yes: 0, wrongByText: 0, noted: 0 }
  fc.assert(
    fc.property(livedWorlds, (world) => {
      const { noted, snapshots: pictures, decision } = decideByObservation(world)
      for (const [session, { identity }] of noted) expect(identity.pid).toBe(ownerOf(world, session).pid)
      const wrong = pictures.map((picture) => findWronglyTied(world, picture))
      expect(wrong.map(({ byProcess }) => byProcess)).toEqual([0, 0])
      seen.noted += noted.size
      if (wrong.some(({ byText }) => byText > 0)) seen.wrongByText++
      if (decision.kind === 'refuse') return
      seen.yes++
      expect(findsLiving(world, decision)).toBe(false)
      expect(isAliveAt(ownerOf(world, decision.nextLatch.owner), 'after')).toBe(true)
    }),
    { numRuns: count },
  )
  if (process.env.UNDERSTUDY_WORLDS) console.info(seen)
  expect(seen.yes).toBeGreaterThan(count / 50)
  // The texts are wrong often enough: without that the matching would not be tested.
  expect(seen.wrongByText).toBeGreaterThan(count / 100)
}, 600_000)
