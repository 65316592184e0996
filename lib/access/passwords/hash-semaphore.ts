import 'server-only'
import { createTurnLanes } from '@/lib/model/turn-lanes'
import { toNetworks } from '@/lib/network/to-networks'
import { AccessError } from '../errors'

/**
 * Hashing a password takes a tenth of a second of one core and 16 MB, and what observes clusters needs both: two at a time. Known and
 * unknown browsers alternate; within each, networks do, then addresses.
 */
const lanes = createTurnLanes({ atOnce: 2, mostWaiting: 400, mostInLane: 8 })

/** The requester of a hash: an unknown browser, one that signed in before, or a person who is signed in. */
export interface HashRequester {
  from: string | null
  isKnown: boolean
}

const insider: HashRequester = { from: null, isKnown: true }

/** Runs a function that hashes a password when its turn comes. @throws AccessError too-many-attempts when too many wait */
export async function inHashTurn<T>(run: () => Promise<T>, { from, isKnown }: HashRequester = insider): Promise<T> {
  const { provider, site, address } = toNetworks(from ?? 'here')
  // In an object, since the function may return null too.
  const done = await lanes.run([isKnown ? 'known' : 'unknown', provider, site, address], async () => ({ value: await run() }))
  if (done === null) throw new AccessError('too-many-attempts', 'Too many sign-ins at this moment. Try again in a few seconds.', 5)
  return done.value
}
