import 'server-only'
import { AccessError } from '../errors'

/** Hashing a password takes a tenth of a second of one core and 16 MB: what observes clusters needs both. */
const atOnce = 2
const mostWaiting = 40

let running = 0
const waiting: (() => void)[] = []

/** Runs what hashes a password when it is its turn. @throws AccessError too-many-attempts when too many wait */
export async function inHashTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) throw new AccessError('too-many-attempts', 'Too many people sign in at this moment. Try again in a few seconds.', 5)
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await run()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
