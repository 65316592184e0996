import type { MemberFacts } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import type { Watched } from './watched'

/** A ZooKeeper member's own answer. */
export function toMember(
  { memberLink = 'open', memberMode, members = 3 }: Watched,
  address: string,
  number: number,
  now: number,
  at: number,
): MemberFacts {
  const isOpen = memberLink === 'open'
  const mode = memberMode ?? (members === 1 ? 'standalone' : number === 2 ? 'leader' : 'follower')
  const words = {
    open: 'answers',
    connecting: 'no answer yet',
    refused: `nothing listens on ${address}`,
    silent: 'its host does not answer',
    unresolved: 'its name is not known',
    frozen: 'accepts connections and answers nothing',
  }
  const isMute = mode === 'words-off'
  return {
    address,
    id: isMute ? null : String(number),
    link: memberLink,
    linkSince: now - 34_000,
    linkDetail: isMute ? 'answers; four-letter words and the AdminServer are off' : words[memberLink],
    heardAt: isOpen ? at - 1_000 : now - 34_000,
    answer: isOpen
      ? known('zookeeper', at - 1_000, {
          mode,
          version: isMute ? null : '3.9.3',
          latencyMs: isMute ? null : 0.3 + number / 10,
          zxid: isMute ? null : '0x3000001f4',
          connections: isMute ? null : 4,
          tickTimeMs: isMute ? null : 2_000,
          by: isMute ? 'none' : 'srvr',
          sessions: null,
        })
      : unknown('zookeeper', now - 34_000, words[memberLink]),
  }
}
