import 'server-only'
import type { StreamRefusal } from '@/lib/network/stream-places'
import { toTextAnswer, type PublicAnswer } from './answer'

/** The answer to a live reader beyond the limit; the page itself is still served. */
export function toNoPlaceAnswer({ by, most }: StreamRefusal): PublicAnswer {
  const sentence =
    by === 'address'
      ? `From this address come ${most} live readers, the most there may be.`
      : `${most} read live, the most that are served.`
  return toTextAnswer(by === 'address' ? 429 : 503, `${sentence} The page itself is there: reload it.\n`, { 'retry-after': '30' })
}
