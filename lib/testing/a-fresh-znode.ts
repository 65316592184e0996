import { leastAgeMs, type FreshZnode } from '@/lib/model/dangling/removal'

/** The moment of the tests of what dangles, epoch ms. */
export const danglingNow = 10_000_000

/** A znode as a removal reads it, just old enough. */
export function aFreshZnode(path: string, over: Partial<FreshZnode> = {}): FreshZnode {
  return { path, owner: '0x0', version: 0, czxid: '0x5', modifiedAt: danglingNow - leastAgeMs, isLock: false, ...over }
}
