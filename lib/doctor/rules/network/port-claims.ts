import { parsePortRange, countPorts, containsPort, type PortRange } from '@/lib/flink/configuration/port-range'
import type { ConfEntry } from '@/lib/flink/configuration/flat-conf'
import type { OptionId } from '@/lib/flink/configuration/options/table'
import { getConfEntries } from '../../conf-entries'
import type { DoctorInput } from '../../doctor-input'
import type { Place } from '../../finding'
import { toHostKey } from '@/lib/base/host-names'
import { getMasterHosts } from '../../hosts'
import { isSet, placeIn, placeOf } from '../../places'

/** Ports that processes of one host take from one expression, one each. */
export interface PortClaim {
  /** `web`: a line of masters; the other kinds are only for sentences. */
  kind: 'web' | 'jobmanager' | 'taskmanager' | 'metrics' | 'zookeeper'
  what: string
  range: PortRange
  /** Number of processes that take a port of it. */
  processes: number
  place: Place
}

/** Everything that is known to listen on fixed ports of a host. Random ports and broken expressions claim nothing. */
export function getPortClaims(input: DoctorInput, host: string): PortClaim[] {
  const { masters, workers } = input.configuration
  const jobManagers = masters.filter((line) => toHostKey(line.host) === host).length
  const taskManagers = workers.filter((line) => toHostKey(line.host) === host).length
  const claims = [
    ...getWebClaims(input, host, jobManagers),
    // The process listens on the bind port; the range is then only published.
    ...fromOption(
      input,
      isSet(input.configuration.effective.options.jobManagerRpcBindPort) ? 'jobManagerRpcBindPort' : 'jobManagerPorts',
      'jobmanager',
      'the JobManagers’ RPC',
      jobManagers,
    ),
    ...fromOption(input, 'blobServerPort', 'jobmanager', 'the blob server', jobManagers),
    ...fromOption(input, 'taskManagerRpcPort', 'taskmanager', 'the TaskManagers’ RPC', taskManagers),
    ...fromOption(input, 'taskManagerDataPort', 'taskmanager', 'the TaskManagers’ data exchange', taskManagers),
    ...fromOption(input, 'metricQueryPort', 'metrics', 'the metric query service', jobManagers + taskManagers),
    ...getReporterClaims(input, jobManagers + taskManagers),
    ...getZooKeeperClaims(input, host),
  ]
  return claims.filter(
    ({ range, processes }) =>
      processes > 0 && range.problems.length === 0 && range.spans.length <= maxSpans && countPorts(range) > 0 && !containsPort(range, 0),
  )
}

const known = new WeakMap<DoctorInput, Map<string, PortClaim[]>>()
// Larger than any cluster; a hostile file must not cost seconds.
const [maxHosts, maxWebUis, maxSpans] = [100, 100, 100]

/** Claims of each host of masters; computed once for several rules. */
export function getClaimsByHost(input: DoctorInput): Map<string, PortClaim[]> {
  const claims =
    known.get(input) ??
    new Map(
      getMasterHosts(input)
        .slice(0, maxHosts)
        .map((host) => [host, getPortClaims(input, host)]),
    )
  known.set(input, claims)
  return claims
}

/** Number of different ports in the two ranges together. */
export function countUnion(one: PortRange, other: PortRange): number {
  return countPorts({ ...one, spans: [...one.spans, ...other.spans] })
}

export function overlaps(one: PortRange, other: PortRange): boolean {
  return countUnion(one, other) < countPorts(one) + countPorts(other)
}

/** With `rest.bind-port` set, --webui-port of start-cluster.sh has no effect. */
function getWebClaims(input: DoctorInput, host: string, jobManagers: number): PortClaim[] {
  const bind = input.configuration.effective.options.restBindPort
  if (isSet(bind) && typeof bind.from === 'object' && bind.from?.key === 'rest.bind-port')
    return fromOption(input, 'restBindPort', 'jobmanager', 'the web UI', jobManagers)
  return input.configuration.masters
    .filter((line) => toHostKey(line.host) === host)
    .slice(0, maxWebUis)
    .flatMap((line): PortClaim[] =>
      line.port === null
        ? []
        : [
            {
              kind: 'web',
              what: `the web UI of ${line.master}`,
              range: parsePortRange(String(line.port)),
              processes: 1,
              place: placeIn('masters', line.line),
            },
          ],
    )
}

function fromOption(input: DoctorInput, id: OptionId, kind: PortClaim['kind'], what: string, processes: number): PortClaim[] {
  const option = input.configuration.effective.options[id]
  return isSet(option) && option.value !== null
    ? [{ kind, what, range: parsePortRange(option.value), processes, place: placeOf(input, id) }]
    : []
}

/** `metrics.reporter.<name>.port`, e.g. of Prometheus: every process opens one. */
function getReporterClaims(input: DoctorInput, processes: number): PortClaim[] {
  const { file } = input.configuration.effective
  const listening = getListeningReporters(input)
  return listening.map(({ key, value, line }) => ({
    kind: 'metrics',
    what: key,
    range: parsePortRange(value),
    processes,
    place: placeIn(file ?? '', line, key),
  }))
}

const reporters = new WeakMap<DoctorInput, ConfEntry[]>()

/** Of Flink's reporters only Prometheus and JMX listen; in others the port belongs to a remote server. */
function getListeningReporters(input: DoctorInput): ConfEntry[] {
  const before = reporters.get(input)
  if (before) return before
  const prefixes = new Set<string>()
  const ports = new Map<string, ConfEntry>()
  for (const entry of getConfEntries(input)) {
    const [, prefix, name] = /^(metrics\.reporter\.[\w-]{1,60}\.)(port|class|factory\.class)$/.exec(entry.key) ?? []
    if (prefix === undefined) continue
    if (name === 'port') ports.set(prefix, entry)
    else if (/\.(?:PrometheusReporter|JMXReporter)(?:Factory)?$/.test(entry.value)) prefixes.add(prefix)
  }
  const listening = [...ports].flatMap(([prefix, entry]) => (prefixes.has(prefix) ? [entry] : [])).slice(0, 20)
  reporters.set(input, listening)
  return listening
}

function getZooKeeperClaims({ configuration: { zooCfg, zooCfgApplies } }: DoctorInput, host: string): PortClaim[] {
  if (!zooCfg || !zooCfgApplies) return []
  return zooCfg.servers
    .filter((server) => toHostKey(server.host) === host)
    .slice(0, 10)
    .flatMap((server) => {
      const ports = [
        ['clients', server.clientPort ?? zooCfg.clientPort.value],
        ['peers', server.peerPort],
        ['its election', server.leaderPort],
      ] as const
      return ports.map(([what, port]): PortClaim => ({
        kind: 'zookeeper',
        what: `ZooKeeper’s server ${server.id} for ${what}`,
        range: parsePortRange(String(port)),
        processes: 1,
        place: placeIn('zoo.cfg', server.line, `server.${server.id}`),
      }))
    })
}
