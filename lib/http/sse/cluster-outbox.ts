import 'server-only'
import type { PublishedRevision } from '@/lib/observer/published'
import { findPatchFrame, toSnapshotFrame } from './frames'
import { Outbox } from './outbox'

/** How much may wait as patches before the newest whole snapshot replaces them. */
export const backlogLimit = { patches: 16, bytes: 256 * 1024 }

/** What the reader already has: `Last-Event-ID` and `?epoch=`. */
export interface Held {
  epoch: string
  revision: number
}

/**
 * Revisions for one reader of one cluster.
 *
 * Cases: reader of snapshots: the newest, older ones are dropped; reader of patches: each in sequence; a gap, the first revision or too
 * long a backlog: the newest whole; a reader that has the present revision: nothing until the next.
 */
export class ClusterOutbox extends Outbox {
  private patches: Uint8Array[] = []
  private patchBytes = 0
  private whole: PublishedRevision | null = null
  /** The revision the reader has once everything that waits is taken. */
  private reached: Held | null

  constructor(
    private readonly isPatchReader: boolean,
    held: Held | null,
  ) {
    super()
    this.reached = held
  }

  put(revision: PublishedRevision): void {
    const { reached } = this
    this.reached = { epoch: revision.epoch, revision: revision.revision }
    if (reached?.epoch === revision.epoch && reached.revision === revision.revision) return
    if (!this.isPatchReader || this.whole !== null || !this.putPatch(revision, reached)) this.putWhole(revision)
  }

  protected takeChanges(): Uint8Array | null {
    const { whole } = this
    if (whole !== null) {
      this.whole = null
      return toSnapshotFrame(whole)
    }
    const frame = this.patches.shift()
    this.patchBytes -= frame?.byteLength ?? 0
    return frame ?? null
  }

  private putPatch(revision: PublishedRevision, reached: Held | null): boolean {
    const follows = reached?.epoch === revision.epoch && revision.revision === reached.revision + 1
    const frame = follows ? findPatchFrame(revision) : null
    if (frame === null || this.patches.length >= backlogLimit.patches) return false
    // One large patch alone may pass: a whole snapshot would hardly be smaller.
    if (this.patches.length > 0 && this.patchBytes + frame.byteLength > backlogLimit.bytes) return false
    this.patches.push(frame)
    this.patchBytes += frame.byteLength
    return true
  }

  private putWhole(revision: PublishedRevision): void {
    this.whole = revision
    this.patches = []
    this.patchBytes = 0
  }
}
