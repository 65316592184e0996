import 'server-only'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import type { ZooKeeperReadClient, ZooKeeperClientOptions } from '@/lib/sources/zookeeper/client-interface'

export interface ClientPool {
  /** The client for these servers; created at first use, shared by every cluster with the same options. */
  take(options: Pick<ZooKeeperClientOptions, 'servers' | 'tls' | 'auth'>): { client: ZooKeeperReadClient; release: () => void }
  close(): Promise<void>
}

/** A ping every 6.7 s, and a frozen member is given up after 13 s; a longer session would show stale facts for longer. */
const sessionMs = 20_000

/** Two hundred clusters on one ensemble share one session there. */
export function createClientPool(log: (message: string) => void): ClientPool {
  const entries = new Map<string, { client: ZooKeeperReadClient; takers: number }>()
  return {
    take(options) {
      const key = JSON.stringify(options)
      const entry = entries.get(key) ?? {
        client: createZooKeeperClient({ ...options, readOnlyAllowed: true, sessionTimeoutMs: sessionMs, log }),
        takers: 0,
      }
      entries.set(key, entry)
      entry.takers += 1
      return { client: entry.client, release: onceOnly(() => release(key)) }
    },
    async close() {
      const all = [...entries.values()]
      entries.clear()
      await Promise.all(all.map(({ client }) => client.close()))
    },
  }

  function release(key: string) {
    const entry = entries.get(key)
    if (!entry) return
    entry.takers -= 1
    if (entry.takers > 0) return
    entries.delete(key)
    void entry.client.close()
  }
}

function onceOnly(run: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) run()
    isDone = true
  }
}
