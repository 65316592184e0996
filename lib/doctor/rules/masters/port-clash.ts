import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isStandaloneHa } from '../../hosts'
import type { Hit, Rule } from '../../rule'
import { judgePair } from '../network/overlapping-ports'
import { getClaimsByHost, type PortClaim } from '../network/port-claims'

/** A web UI port is fixed: its JobManager exits when another process has it. */
export const portClash: Rule = {
  id: 'masters/port-clash',
  severity: 'error',
  title: 'A web UI port is used by something else on the host',
  why: 'A JobManager whose web UI port is taken ends shortly after its start, while start-cluster.sh says that it started it.',
  source: {
    text: 'Flink, RestServerEndpoint.start',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-runtime/src/main/java/org/apache/flink/runtime/rest/RestServerEndpoint.java',
  },
  canBeWrong: 'The services may be bound to different addresses of the host.',
  check(input) {
    if (!isStandaloneHa(input)) return []
    return [...getClaimsByHost(input)].flatMap(([host, claims]) => {
      const webUis = claims.filter(({ kind }) => kind === 'web')
      return webUis.flatMap((web, index) =>
        [...webUis.slice(index + 1), ...claims.filter(({ kind }) => kind !== 'web')].flatMap((other) => toHit(host, web, other) ?? []),
      )
    })
  },
}

function toHit(host: string, web: PortClaim, other: PortClaim): Hit | null {
  const judged = judgePair(web, other)
  if (judged === null) return null
  return {
    severity: judged === 'certain' ? 'error' : 'warning',
    sentence:
      judged === 'certain'
        ? `On ${host}, ${web.what} and ${other.what} need the same port ${web.range.text}.`
        : `On ${host}, ${other.what} (${quoteForSentence(other.range.text)}) can take port ${web.range.text}, which ${web.what} needs.`,
    whatToDo:
      other.kind === 'web'
        ? 'Give one of the lines another port, or remove it.'
        : `Give the web UI another port, or leave ${web.range.text} out there.`,
    places: [web.place, other.place],
  }
}
