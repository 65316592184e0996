import 'server-only'
import type { z } from 'zod'
import type { beat } from '@/lib/model/schemas/events'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { compareSnapshots } from './compare-snapshots'

/** One revision for readers: serialized at most once for any number of them, and not at all without readers. */
export interface PublishedRevision {
  readonly id: string
  readonly epoch: string
  readonly revision: number
  readonly snapshot: ClusterSnapshot
  /** The whole snapshot as JSON. */
  snapshotJson(): string
  /** `{ from, to, asOf, patch }` against the revision before (RFC 6902); null for the first revision. */
  patchJson(): string | null
}

/** Last sign of life of the publishing process and of each source; created once per second, for all readers. */
export type PublisherHeartbeat = z.infer<typeof beat>

export function publishRevision(snapshot: ClusterSnapshot, before: ClusterSnapshot | null): PublishedRevision {
  return {
    id: snapshot.cluster.id,
    epoch: snapshot.epoch,
    revision: snapshot.revision,
    snapshot,
    snapshotJson: once(() => JSON.stringify(snapshot)),
    patchJson: once(() => (before === null ? null : toPatchJson(before, snapshot))),
  }
}

function toPatchJson(before: ClusterSnapshot, after: ClusterSnapshot): string {
  return JSON.stringify({ from: before.revision, to: after.revision, asOf: after.asOf, patch: compareSnapshots(before, after) })
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
