import { toHostKey } from '@/lib/base/host-names'
import { isStandaloneHa } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'

/** start-cluster.sh passes the name to ssh, and the JobManager to its RPC service. */
export const unresolvedHost: Rule = {
  id: 'masters/unresolved-host',
  severity: 'warning',
  title: 'A host of masters does not resolve',
  why: 'start-cluster.sh cannot reach the host, and what a JobManager there makes known of itself leads nowhere.',
  source: {
    text: 'Flink, bin/start-cluster.sh',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/start-cluster.sh',
  },
  canBeWrong: 'The name was looked up on the machine where this check ran; Flink’s hosts may have other name servers or /etc/hosts.',
  check(input) {
    if (!isStandaloneHa(input)) return []
    const { masters } = input.configuration
    const hosts = [...new Set(masters.map(({ host }) => host))]
    const unresolved = hosts.filter((host) => input.environment.hosts.get(host)?.resolves === false)
    if (unresolved.length === 0) return []
    // A machine that resolves none of the names is not one of the cluster's.
    const isElsewhere = unresolved.length === hosts.length && hosts.length > 1
    const keys = new Set(unresolved.map(toHostKey))
    return [
      {
        severity: isElsewhere ? 'note' : 'warning',
        sentence: `${toList(unresolved)} ${unresolved.length === 1 ? 'does' : 'do'} not resolve to an address here${isElsewhere ? ', and no other host of masters does: this machine may not know the cluster’s names' : ''}.`,
        whatToDo: isElsewhere
          ? 'Run the check on one of these hosts.'
          : `Correct the ${unresolved.length === 1 ? 'name, or add it' : 'names, or add them'} to DNS or to /etc/hosts of every host of the cluster.`,
        places: masters
          .filter(({ host }) => keys.has(toHostKey(host)))
          .slice(0, 20)
          .map(({ line }) => placeIn('masters', line)),
      },
    ]
  },
}
