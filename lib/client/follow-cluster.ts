import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { PatchEvent } from '@/lib/model/stream-events'
import { applyPatch } from './apply-patch'
import type { LiveHandlers } from './live-connection'

/**
 * Keeps one cluster's snapshot in step with the server: a whole one first, then patches in sequence. A missing revision, another process
 * (`epoch`) or a patch that does not fit is a gap: the whole is fetched again.
 */
export function followCluster(publish: (snapshot: ClusterSnapshot) => void): LiveHandlers {
  let held: ClusterSnapshot | null = null
  const hold = (snapshot: ClusterSnapshot) => {
    held = snapshot
    publish(snapshot)
    return 'fine' as const
  }
  return {
    events: {
      snapshot: (data) => hold(data as ClusterSnapshot),
      patch: (data) => {
        const { from, to, patch } = data as PatchEvent
        if (held !== null && to <= held.revision) return 'fine'
        if (held === null || from !== held.revision) return lose()
        return hold(applyPatch(held, patch))
      },
    },
    onBeat: (beat) => (held !== null && beat.epoch !== held.epoch ? lose() : 'fine'),
  }

  function lose() {
    held = null
    return 'gap' as const
  }
}

/** The newer of the snapshot in the server's page and the one from the connection. */
export function newerSnapshot(initial: ClusterSnapshot, live: ClusterSnapshot | undefined): ClusterSnapshot {
  if (live === undefined || live.cluster.id !== initial.cluster.id) return initial
  if (live.epoch === initial.epoch) return live.revision >= initial.revision ? live : initial
  return live.asOf >= initial.asOf ? live : initial
}
