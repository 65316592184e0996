import { countPorts, parsePortRange } from '@/lib/flink/configuration/port-range'
import { getMasterHosts, isStandaloneHa } from '../../hosts'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'

/** A firewall between hosts cannot allow a port that differs with every start. */
export const randomPorts: Rule = {
  id: 'network/random-ports',
  severity: 'note',
  title: 'Random ports between hosts',
  why: 'TaskManagers and the other JobManagers reach a leader at its RPC port, and TaskManagers fetch jars at its blob server’s. In high availability mode jobmanager.rpc.port is not used.',
  source: {
    text: 'Flink, HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE, BlobServerOptions.PORT',
    url: 'https://github.com/apache/flink/blob/release-2.3.0/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java',
  },
  canBeWrong: 'Only matters where a firewall stands between the hosts.',
  check(input) {
    const { options } = input.configuration.effective
    const { jobManagerPorts, blobServerPort, jobManagerRpcPort, jobManagerRpcBindPort } = options
    const hosts = getMasterHosts(input).length
    if (!isStandaloneHa(input) || hosts < 2 || !isRandom(jobManagerPorts.value) || isSet(jobManagerRpcBindPort)) return []
    const blob = isRandom(blobServerPort.value)
    const unused = isSet(jobManagerRpcPort) ? `; ${jobManagerRpcPort.keys[0]} ${jobManagerRpcPort.value} is not used in this mode` : ''
    return [
      {
        sentence: `JobManagers on ${hosts} hosts take a random RPC port${blob ? ' and a random port for the blob server' : ''} at each start${unused}.`,
        whatToDo: `Where a firewall stands between the hosts, set ${jobManagerPorts.keys[0]}${blob ? ` and ${blobServerPort.keys[0]}` : ''} to ranges and open those.`,
        places: [placeOf(input, 'jobManagerPorts'), ...(blob ? [placeOf(input, 'blobServerPort')] : [])],
      },
    ]
  },
}

function isRandom(value: string | null): boolean {
  if (value === null) return false
  const range = parsePortRange(value)
  return range.problems.length === 0 && countPorts(range) === 0
}
