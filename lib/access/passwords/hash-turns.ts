import 'server-only'
import { createTurns } from '@/lib/model/turns'
import { AccessError } from '../errors'

/** Hashing a password takes a tenth of a second of one core and 16 MB: what observes clusters needs both. */
const turns = createTurns(2)
const mostWaiting = 40

/** Runs what hashes a password when it is its turn. @throws AccessError too-many-attempts when too many wait */
export async function inHashTurn<T>(run: () => Promise<T>): Promise<T> {
  if (turns.countWaiting() >= mostWaiting) throw new AccessError('too-many-attempts', 'Too many people sign in at this moment. Try again in a few seconds.', 5)
  return turns.run(run)
}
