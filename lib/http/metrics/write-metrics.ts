import 'server-only'
import { Counter, Gauge, Registry } from 'prom-client'
import type { VerdictLevel } from '@/lib/model/snapshot'
import type { ConsoleFigures, UnderstudyConsole } from '@/lib/observer/console'
import { fleet, getReaders } from '../sse/readers'
import { getRegistry } from './registry'

type ClusterFigures = ConsoleFigures['clusters'][number]

const levels: Record<VerdictLevel, true> = { protected: true, 'at-risk': true, unprotected: true, 'no-leader': true, unknown: true }

const counters: [name: string, help: string, read: (figures: ClusterFigures) => number][] = [
  ['understudy_zookeeper_requests_total', 'Requests sent to ZooKeeper.', ({ zookeeper }) => zookeeper.requests],
  ['understudy_zookeeper_reconnects_total', 'Connections to ZooKeeper that had to be made again.', ({ zookeeper }) => zookeeper.reconnects],
  ['understudy_zookeeper_received_bytes_total', 'Bytes received from ZooKeeper.', ({ zookeeper }) => zookeeper.bytesIn],
  ['understudy_zookeeper_sent_bytes_total', 'Bytes sent to ZooKeeper.', ({ zookeeper }) => zookeeper.bytesOut],
  ['understudy_jobmanager_requests_total', 'Requests sent to JobManagers.', ({ jobManagerRequests }) => jobManagerRequests],
  ['understudy_revisions_total', 'Revisions of the snapshot published.', ({ revisions }) => revisions],
]

/**
 * The text of `GET /metrics`. An unknown value has no sample: a gauge of 0 would be a claim.
 * @param console null while it has not started: then only the process's own figures exist
 */
export async function writeMetrics(console: UnderstudyConsole | null): Promise<{ text: string; contentType: string }> {
  // Clusters come and go with the settings, so their metrics are made anew each time.
  const own = new Registry()
  if (console !== null) {
    writeFigures(own, console.figures())
    writeStates(own, console)
    writeReaders(own, console)
  }
  const all = Registry.merge([getRegistry(), own])
  return { text: await all.metrics(), contentType: all.contentType }
}

function writeFigures(register: Registry, { clusters }: ConsoleFigures): void {
  for (const [name, help, read] of counters) {
    const counter = new Counter({ name, help, labelNames: ['cluster'], registers: [register] })
    for (const cluster of clusters) counter.inc({ cluster: cluster.id }, read(cluster))
  }
  const nodes = new Gauge({ name: 'understudy_znodes', help: 'Znodes held in memory.', labelNames: ['cluster'], registers: [register] })
  for (const { id, zookeeper } of clusters) nodes.set({ cluster: id }, zookeeper.nodes)
}

function writeStates(register: Registry, console: UnderstudyConsole): void {
  const gauge = (name: string, help: string, ...labels: string[]) =>
    new Gauge({ name, help, labelNames: ['cluster', ...labels], registers: [register] })
  const level = gauge('understudy_cluster_level', '1 for the level of the verdict, 0 for the others.', 'level')
  const since = gauge(
    'understudy_leader_since_timestamp_seconds',
    'When the present leader took the lead; no sample while no leader is known.',
  )
  const spare = gauge('understudy_quorum_spare', 'Members that may still fail before ZooKeeper stops serving; no sample when not known.')
  for (const summary of console.clusters()) {
    const cluster = summary.id
    for (const one of Object.keys(levels)) level.set({ cluster, level: one }, one === summary.level ? 1 : 0)
    if (summary.spare !== null) spare.set({ cluster }, summary.spare)
    const leader = console.findSnapshot(cluster)?.snapshot.leader
    if (leader) since.set({ cluster }, Date.parse(leader.since) / 1000)
  }
}

function writeReaders(register: Registry, console: UnderstudyConsole): void {
  const name = 'understudy_sse_readers'
  const gauge = new Gauge({
    name,
    help: 'Open event streams; cluster "" is the list of all.',
    labelNames: ['cluster'],
    registers: [register],
  })
  for (const topic of [fleet, ...console.clusters().map(({ id }) => id)]) gauge.set({ cluster: topic }, getReaders().count(topic))
}
