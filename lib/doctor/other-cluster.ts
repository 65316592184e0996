import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import { toHostPort } from '@/lib/flink/configuration/host'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { parseQuorum } from '@/lib/flink/configuration/quorum'
import type { OtherCluster } from './doctor-input'
import { toList } from '@/lib/base/counts'

/** What the rules compare a cluster with. Null for one without ZooKeeper: it shares nothing that the rules compare. */
export function toOtherCluster({ id, name }: { id: string; name: string }, configuration: HaConfiguration): OtherCluster | null {
  if (configuration.mode !== 'zookeeper') return null
  return {
    id,
    name,
    quorum: configuration.quorum.map(({ host, port }) => toHostPort(host, port)),
    chroot: parseQuorum(configuration.connectString ?? '').chroot,
    znodeRoot: configuration.znodeRoot,
    storageDir: configuration.storageDir,
    pidDir: configuration.effective.options.pidDir.value,
    hosts: [...new Set(configuration.masters.map(({ host }) => host))],
  }
}

/** One sentence for all clusters: 200 clusters with one fault in common give one finding each, not 199. */
export function showClusters(clusters: readonly OtherCluster[], one: string, several: string): string {
  return `The ${clusters.length === 1 ? 'cluster' : 'clusters'} ${toList(
    clusters.map(({ name }) => quoteForSentence(name)),
    3,
  )} ${clusters.length === 1 ? one : several}`
}
