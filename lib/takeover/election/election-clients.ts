import 'server-only'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import type { ElectionPlace } from './read-election'

/** Long enough for the steps of one operation to share a session, short enough to leave no session behind. */
const idleMs = 60_000
const requestMs = 5_000

const clients = new Map<string, { client: ZooKeeperClient; timer: NodeJS.Timeout | null }>()

/**
 * The client and path by which a cluster's election is read and written. The session is not the observer's: what changes a cluster shares
 * nothing with what watches it. It closes by itself after a minute without use.
 * @returns null: no ZooKeeper is configured
 */
export function findElectionPlace(settings: ClusterSettings, configuration: HaConfiguration): ElectionPlace | null {
  const { connectString, znodeRoot, pathNames, mode } = configuration
  if (mode !== 'zookeeper' || connectString === null) return null
  return { client: takeClient(connectString, settings), root: znodeRoot, names: pathNames }
}

function takeClient(servers: string, { zookeeper }: ClusterSettings): ZooKeeperClient {
  const key = JSON.stringify([servers, zookeeper?.auth, zookeeper?.tls])
  const kept = clients.get(key)
  const entry = kept ?? {
    client: createZooKeeperClient({
      servers,
      auth: zookeeper?.auth,
      tls: zookeeper?.tls,
      sessionTimeoutMs: 20_000,
      requestTimeoutMs: requestMs,
    }),
    timer: null,
  }
  clients.set(key, entry)
  if (entry.timer) clearTimeout(entry.timer)
  entry.timer = setTimeout(() => {
    clients.delete(key)
    void entry.client.close()
  }, idleMs)
  entry.timer.unref()
  return entry.client
}
