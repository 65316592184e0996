import 'server-only'
import { z } from 'zod'

/** Event streams that may be open at once: in all, from one network address, and of one person or key. */
export interface StreamLimits {
  all: number
  address: number
  holder: number
}

/**
 * Signed-in streams of the console; live readers of its public pages; those of `npm run status`. A browser tab has a
 * few, so a wall of screens fits one account. Measured with 1,500: 0.2 MB each, of a public page 0.1 MB.
 */
export const streamLimits = {
  'signed-in': { all: 2_000, address: 1_000, holder: 200 },
  public: { all: 2_000, address: 500, holder: Infinity },
  'status-server': { all: 20_000, address: 2_000, holder: Infinity },
} as const satisfies Record<string, StreamLimits>

export type StreamKind = keyof typeof streamLimits

const names = { all: 'all', address: 'address', account: 'holder' } as const
const words = 'write like all=5000, address=2000, account=400; each a number from 1 to 1000000'

/** `UNDERSTUDY_STREAMS`: replaces the numbers above, e.g. `{ address: 2000 }`. */
export const streamLimitsText = z
  .string()
  .trim()
  .regex(/^(?:(?:all|address|account)=[1-9]\d{0,5}(?:\s*,\s*|$))*$/, words)
  .default('')
  .transform(toLimits)

function toLimits(text: string): Partial<StreamLimits> {
  const limits: Partial<StreamLimits> = {}
  for (const [, name, number] of text.matchAll(/(all|address|account)=(\d+)/g)) limits[names[name as keyof typeof names]] = Number(number)
  return limits
}
