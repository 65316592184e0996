import 'server-only'
import type { OtherCluster } from '@/lib/doctor/doctor-input'
import { createListeners } from '@/lib/base/listeners'

/** The other clusters of this console, as far as a doctor compares its own cluster with them. */
export interface PeerClusters {
  /** null: the cluster is removed, or has nothing that others could share. */
  notify(id: string, cluster: OtherCluster | null): void
  except(id: string): OtherCluster[]
  /** Notifies when the configuration of any cluster changed. */
  onChange(listener: () => void): () => void
}

export function createPeerClusters(onError: (error: unknown) => void): PeerClusters {
  const clusters = new Map<string, OtherCluster>()
  const listeners = createListeners<void>(onError)
  return {
    notify(id, cluster) {
      if (JSON.stringify(clusters.get(id) ?? null) === JSON.stringify(cluster)) return
      if (cluster) clusters.set(id, cluster)
      else clusters.delete(id)
      listeners.emit()
    },
    except: (id) => [...clusters].flatMap(([other, cluster]) => (other === id ? [] : [cluster])),
    onChange: (listener) => listeners.add(() => listener()),
  }
}
