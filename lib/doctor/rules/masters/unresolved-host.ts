import { isStandaloneHa, toHostKey } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** start-cluster.sh hands the name to ssh, and the JobManager to its RPC service. */
export const unresolvedHost: Rule = {
  id: 'masters/unresolved-host',
  severity: 'warning',
  title: 'A host of masters does not resolve',
  why: 'start-cluster.sh cannot reach the host, and what a JobManager there makes known of itself leads nowhere.',
  source: { text: 'Flink, bin/start-cluster.sh', url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/start-cluster.sh' },
  canBeWrong: 'The name was looked up on the machine where this check ran; Flink’s hosts may have other name servers or /etc/hosts.',
  check(input) {
    if (!isStandaloneHa(input)) return []
    const { masters } = input.configuration
    const unresolved = [...new Set(masters.map(({ host }) => host))].filter((host) => input.surroundings.hosts.get(host)?.resolves === false)
    return unresolved.map((host) => ({
      sentence: `${host} does not resolve to an address here.`,
      whatToDo: 'Correct the name, or add it to DNS or to /etc/hosts of every host of the cluster.',
      places: masters.filter((line) => toHostKey(line.host) === toHostKey(host)).map(({ line }) => placeIn('masters', line)),
    }))
  },
}
