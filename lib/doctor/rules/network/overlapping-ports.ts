import { countPorts } from '@/lib/flink/configuration/port-range'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isStandaloneHa } from '../../hosts'
import type { Hit, Rule } from '../../rule'
import { countUnion, getClaimsByHost, overlaps, type PortClaim } from './port-claims'

/** Two services of one host with the same port: the second one exits. */
export const overlappingPorts: Rule = {
  id: 'network/overlapping-ports',
  severity: 'error',
  title: 'Two services share ports of a host',
  why: 'A port can be listened on once. The process that comes second ends, or takes the port that a third one needs.',
  source: {
    text: 'Flink, NetUtils.createSocketFromPorts',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/util/NetUtils.java',
  },
  canBeWrong: 'The services may be bound to different addresses of the host.',
  check(input) {
    if (!isStandaloneHa(input)) return []
    const seen = new Set<string>()
    const hits: Hit[] = []
    for (const [host, claims] of getClaimsByHost(input)) {
      for (const [one, other] of toPairs(claims.filter(({ kind }) => kind !== 'web'))) {
        const hit = toHit(host, one, other)
        const where = JSON.stringify([one.place, other.place])
        if (hit === null || seen.has(where)) continue
        seen.add(where)
        hits.push(hit)
      }
    }
    return hits
  },
}

/** `certain` where the ports do not suffice; a single port inside a range may be taken by the range's owner. */
export function judgePair(one: PortClaim, other: PortClaim): 'certain' | 'possible' | null {
  if (!overlaps(one.range, other.range)) return null
  const enough = (claim: PortClaim) => countPorts(claim.range) >= claim.processes
  if (enough(one) && enough(other) && countUnion(one.range, other.range) < one.processes + other.processes) return 'certain'
  return countPorts(one.range) === 1 || countPorts(other.range) === 1 ? 'possible' : null
}

function toHit(host: string, one: PortClaim, other: PortClaim): Hit | null {
  const judged = one.kind === 'zookeeper' && other.kind === 'zookeeper' ? null : judgePair(one, other)
  if (judged === null) return null
  return {
    severity: judged === 'certain' ? 'error' : 'warning',
    sentence: `On ${host}, ${one.what} (${quoteForSentence(one.range.text)}) and ${other.what} (${quoteForSentence(other.range.text)}) ${judged === 'certain' ? 'need the same port' : 'can take each other’s port'}.`,
    whatToDo: 'Give them ports that do not overlap.',
    places: [one.place, other.place],
  }
}

function toPairs(claims: readonly PortClaim[]): [PortClaim, PortClaim][] {
  return claims.flatMap((one, index) => claims.slice(index + 1).map((other): [PortClaim, PortClaim] => [one, other]))
}
