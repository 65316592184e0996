import { containsPort, countPorts } from '@/lib/flink/configuration/port-range'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isStandaloneHa } from '../../hosts'
import type { Hit, Rule } from '../../rule'
import { getClaimsByHost, type PortClaim } from './port-claims'

/** Each process takes a port of its own; the last ones find none and exit. */
export const tooFewPorts: Rule = {
  id: 'network/too-few-ports',
  severity: 'error',
  title: 'Fewer ports than processes on a host',
  why: 'Every process tries the ports of the expression one after the other and ends when all are taken: a standby on the leader’s host is not there when it is needed.',
  source: {
    text: 'Flink, BootstrapTools/ActorSystemBootstrapTools.startRemoteActorSystem, NetUtils.createSocketFromPorts',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/util/NetUtils.java',
  },
  canBeWrong: 'Processes may be started with other ports by -D, or be bound to different addresses of the host.',
  check(input) {
    if (!isStandaloneHa(input)) return []
    const seen = new Set<string>()
    const hits: Hit[] = []
    for (const [host, claims] of getClaimsByHost(input)) {
      for (const claim of claims) {
        const count = countFree(claim, claims)
        const where = `${claim.place.file}:${claim.place.line}`
        if (count >= claim.processes || claim.kind === 'web' || claim.kind === 'zookeeper' || seen.has(where)) continue
        seen.add(where)
        hits.push(toHit(host, claim, count))
      }
    }
    return hits
  },
}

/** Free ports of a claim, without those that a single-port claim of the same host takes for certain. */
function countFree(claim: PortClaim, claims: readonly PortClaim[]): number {
  const fixed = claims.filter(
    (other) =>
      other !== claim &&
      (other.kind === 'web' || other.kind === 'zookeeper') &&
      containsPort(claim.range, other.range.spans[0]?.first ?? -1),
  )
  const taken = new Set(fixed.map(({ range }) => range.spans[0]?.first))
  // Other rules report a clash of two single ports.
  return countPorts(claim.range) === 1 ? 1 : countPorts(claim.range) - taken.size
}

function toHit(host: string, { kind, what, range, processes, place }: PortClaim, count: number): Hit {
  const shown = quoteForSentence(range.text)
  return {
    severity: kind === 'jobmanager' ? 'error' : 'warning',
    sentence: `${place.key ?? what} is ${shown}: ${count} ${count === 1 ? 'port' : 'free ports'} for ${processes} processes on ${host}.`,
    whatToDo: `Name at least ${processes} ports for ${what}, as a range or with commas between them.`,
    places: [place],
  }
}
