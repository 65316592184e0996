import 'server-only'
import { createTurnLanes } from '@/lib/model/turn-lanes'
import { toNetworks } from '@/lib/network/to-networks'
import { AccessError } from '../errors'

/**
 * Hashing a password takes a tenth of a second of one core and 16 MB, and what observes clusters needs both: two at a
 * time. Browsers that were here before and those that never were take turns; among each, networks do, then addresses.
 */
const lanes = createTurnLanes({ atOnce: 2, mostWaiting: 400, mostInLane: 8 })

/** Who wants something hashed: an unknown browser somewhere, one that signed in before, or somebody who is let in already. */
export interface HashAsker {
  from: string | null
  isKnown: boolean
}

const insider: HashAsker = { from: null, isKnown: true }

/** Runs what hashes a password when it is its turn. @throws AccessError too-many-attempts when too many wait */
export async function inHashTurn<T>(run: () => Promise<T>, { from, isKnown }: HashAsker = insider): Promise<T> {
  const { provider, site, address } = toNetworks(from ?? 'here')
  // In an object, since what runs may answer null too.
  const done = await lanes.run([isKnown ? 'known' : 'unknown', provider, site, address], async () => ({ value: await run() }))
  if (done === null) throw new AccessError('too-many-attempts', 'Too many people sign in at this moment. Try again in a few seconds.', 5)
  return done.value
}
