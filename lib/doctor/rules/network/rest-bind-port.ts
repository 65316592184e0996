import { containsPort, parsePortRange } from '@/lib/flink/configuration/port-range'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isStandaloneHa } from '../../hosts'
import { fixByUnsetting } from '../../fix'
import { placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'

/** The port in masters becomes rest.port, which rest.bind-port overrides. */
export const restBindPort: Rule = {
  id: 'network/rest-bind-port',
  severity: 'warning',
  title: 'The web UI does not listen on the port in masters',
  why: 'start-cluster.sh passes the port of masters as --webui-port, which sets rest.port; but with rest.bind-port set the JobManager listens there.',
  source: {
    text: 'Flink, RestServerEndpointConfiguration.fromConfiguration (tried with 2.3.0)',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-runtime/src/main/java/org/apache/flink/runtime/rest/RestServerEndpointConfiguration.java',
  },
  canBeWrong: 'Something in front of the JobManagers may forward the ports of masters.',
  check(input) {
    const {
      masters,
      effective: {
        options: {
          restBindPort: { from, value },
        },
      },
    } = input.configuration
    if (!isStandaloneHa(input) || typeof from !== 'object' || from?.key !== 'rest.bind-port' || value === null) return []
    const range = parsePortRange(value)
    if (range.problems.length > 0) return []
    const missed = masters.filter(({ port }) => port !== null && !containsPort(range, port))
    const [first] = missed
    if (!first) return []
    return [
      {
        sentence: `rest.bind-port is ${quoteForSentence(value)}, so ${first.master}${missed.length > 1 ? ` and ${missed.length - 1} more` : ''} of masters ${missed.length > 1 ? 'do' : 'does'} not listen on the port that stands there.`,
        whatToDo: 'Remove rest.bind-port, or write ports into masters that it names.',
        places: [placeOf(input, 'restBindPort'), ...missed.map(({ line }) => placeIn('masters', line))],
        fix: fixByUnsetting(input, 'restBindPort'),
      },
    ]
  },
}
