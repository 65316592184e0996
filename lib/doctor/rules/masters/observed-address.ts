import { toList } from '@/lib/base/counts'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isLoopback } from '@/lib/base/host-names'
import { isStandaloneHa } from '../../hosts'
import { placeIn, placeObserved } from '../../places'
import type { Rule } from '../../rule'

/** The address that a process reports, against the line of masters that it was started for. */
export const observedAddress: Rule = {
  id: 'masters/observed-address',
  severity: 'warning',
  title: 'A JobManager publishes another address than masters has',
  why: 'Clients and this program look for a JobManager where masters says it is; the leader’s address in ZooKeeper is the one it has itself.',
  source: {
    text: 'Flink, ClusterEntrypoint.loadConfiguration; GET /jobmanager/config',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/rest_api/#jobmanager-config',
  },
  canBeWrong: 'Something in front of the JobManagers may forward ports, or masters was changed after the process started.',
  check(input) {
    if (!isStandaloneHa(input)) return []
    const { masters } = input.configuration
    return (input.observed?.jobManagers ?? []).flatMap(({ master, restAddress, restPort }) => {
      const line = masters.find((each) => each.master === master)
      if (!line) return []
      const isOtherPort = restPort !== null && restPort !== 0 && line.port !== null && restPort !== line.port
      // Names and addresses of one host may differ; only loopback is certain to mislead.
      const isOtherHost = restAddress !== null && isLoopback(restAddress) && !isLoopback(line.host)
      if (!isOtherPort && !isOtherHost) return []
      const shown = toList(
        [isOtherHost ? `the address ${quoteForSentence(restAddress)}` : '', isOtherPort ? `port ${restPort}` : ''].filter(
          (part) => part !== '',
        ),
      )
      return [
        {
          sentence: `The process of ${line.master} reports ${shown}.`,
          whatToDo: isOtherHost
            ? 'Remove rest.address and rest.bind-address from the configuration and start the JobManager through masters.'
            : 'Correct the port in masters, or start the JobManager again with it.',
          places: [placeIn('masters', line.line), placeObserved(isOtherHost ? 'rest.address' : 'rest.port')],
        },
      ]
    })
  },
}
