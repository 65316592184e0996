import 'server-only'
import type { StreamRefusal } from '@/lib/network/stream-places'
import { toTextAnswer, type PublicAnswer } from './answer'

/** What a live reader is told for whom there is no place; the page itself is served all the same. */
export function toNoPlaceAnswer({ by, most }: StreamRefusal): PublicAnswer {
  const sentence =
    by === 'address'
      ? `From this address come ${most} live readers, the most there may be.`
      : `${most} read live, the most that are served.`
  return toTextAnswer(by === 'address' ? 429 : 503, `${sentence} The page itself is there: reload it.\n`, { 'retry-after': '30' })
}
