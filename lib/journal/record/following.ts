import 'server-only'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { createClusterRecorder, type ClusterRecorder } from './cluster-recorder'
import { toOpenFindings } from './open-findings'

export type RecordedConsole = Pick<UnderstudyConsole, 'clusters' | 'subscribe' | 'subscribeFleet' | 'findConfiguration' | 'whenReady'>

export interface Following {
  recorders(): ClusterRecorder[]
  /** Looks once more at the newest snapshots: time alone makes some of them worth keeping. */
  look(): void
  close(): void
}

interface Followed {
  recorder: ClusterRecorder
  newest: ClusterSnapshot | null
  /** When the doctor reached the findings that were read last, and those findings as text. */
  findings: { checkedAt: string; key: string } | null
  stop: (() => void) | null
}

/** Follows every cluster of the console and the clusters that come and go. @param onChanges called when there is something to write */
export function recordClusters(console: RecordedConsole, onChanges: () => void): Following {
  const followed = new Map<string, Followed>()
  const take = (one: Followed) => {
    if (one.newest === null || followed.get(one.recorder.clusterId) !== one) return
    if (one.recorder.take(one.newest)) onChanges()
    void takeFindings(one, one.newest, console).then((isNew) => isNew && onChanges())
  }
  const subscribe = (one: Followed) => {
    // Not in the turn of the event loop in which it was published: readers come first.
    const later = (snapshot: ClusterSnapshot) => setImmediate(() => ((one.newest = snapshot), take(one)))
    one.stop = console.subscribe(one.recorder.clusterId, ({ snapshot }) => void later(snapshot))
  }
  const followAll = () => {
    const wanted = new Set(console.clusters().map(({ id }) => id))
    for (const [id, { stop }] of followed) {
      if (wanted.has(id)) continue
      stop?.()
      followed.delete(id)
    }
    for (const id of wanted) {
      if (followed.has(id)) continue
      const one = { recorder: createClusterRecorder(id), newest: null, findings: null, stop: null }
      followed.set(id, one)
      subscribe(one)
    }
  }
  const stopFleet = console.subscribeFleet((summary) => {
    if (summary === null) followAll()
  })
  followAll()
  return {
    recorders: () => [...followed.values()].map(({ recorder }) => recorder),
    look: () => [...followed.values()].forEach(take),
    close() {
      stopFleet()
      for (const { stop } of followed.values()) stop?.()
    },
  }
}

/** Findings are read only when the doctor reached others; the counts of each severity may stay the same when findings change. */
async function takeFindings(one: Followed, { doctor: { checkedAt } }: ClusterSnapshot, console: RecordedConsole): Promise<boolean> {
  if (checkedAt === null || one.recorder.watchingSince === null || one.findings?.checkedAt === checkedAt) return false
  const view = await console.findConfiguration(one.recorder.clusterId)
  if (view === null) return false
  const findings = toOpenFindings(view)
  const key = JSON.stringify(findings)
  const isSame = one.findings?.key === key
  one.findings = { checkedAt, key }
  if (isSame) return false
  one.recorder.takeFindings(findings)
  return true
}
