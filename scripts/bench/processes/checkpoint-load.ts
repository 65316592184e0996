import { linkSync, unlinkSync } from 'node:fs'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { toHash } from '../trees/plan-cluster'
import { withUri } from '../trees/pointer-uri'
import type { LoadFigures, ClusterWriteRequest } from './write-clusters'

interface Job {
  id: string
  /** Znode, name of the lock below it, and the file of the newest checkpoint. */
  newest: { znode: string; lock: string; file: string }
  nextId: number
  dueAt: number
}

const lookEveryMs = 5
const lockData = Buffer.from('127.0.0.1')

/**
 * Checkpoints as Flink 2.x commits them (ZooKeeperCheckpointIDCounter, ZooKeeperStateHandleStore.addAndLock and releaseAndTryRemove):
 * counter, pointer with its lock, then the older pointer is removed. Jobs alternate evenly.
 */
export class CheckpointLoad {
  private readonly jobs: Job[]
  private timer: NodeJS.Timeout | null = null
  private made = 0
  private mostLateMs = 0
  private underWay = 0

  constructor(
    private readonly client: ZooKeeperClient,
    private readonly request: ClusterWriteRequest,
    private readonly onError: (error: unknown) => void,
  ) {
    const now = performance.now()
    this.jobs = request.jobs.map(({ jobId, checkpoint, lock, file }, i) => ({
      id: jobId,
      newest: { znode: this.toZnode(jobId, checkpoint), lock, file },
      nextId: checkpoint + 1,
      dueAt: now + (i * request.everyMs) / request.jobs.length,
    }))
  }

  start(): void {
    this.timer = setInterval(() => this.look(), lookEveryMs)
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
  }

  /** Since the last call. */
  takeFigures(): LoadFigures {
    const figures = { made: this.made, mostLateMs: this.mostLateMs, underWay: this.underWay }
    this.made = 0
    this.mostLateMs = 0
    return figures
  }

  private look(): void {
    const now = performance.now()
    for (const job of this.jobs) {
      if (job.dueAt > now) continue
      this.mostLateMs = Math.max(this.mostLateMs, now - job.dueAt)
      // A job that is late does not catch up: Flink would not either.
      job.dueAt = Math.max(job.dueAt, now - this.request.everyMs) + this.request.everyMs
      this.underWay++
      this.checkpoint(job)
        .then(() => this.made++, this.onError)
        .finally(() => this.underWay--)
    }
  }

  private async checkpoint(job: Job): Promise<void> {
    const { client, request } = this
    const before = job.newest
    const id = job.nextId++
    const znode = this.toZnode(job.id, id)
    const file = `${request.storageFolder}/completedCheckpoint${toHash(znode, 12)}`
    linkSync(request.template, file)
    const counter = Buffer.alloc(4)
    counter.writeInt32BE(id + 1)
    const lock = before.lock
    job.newest = { znode, lock, file }
    await client.setData(`${request.root}/jobs/${job.id}/checkpoint_id_counter`, counter)
    await client.multi([
      { kind: 'create', path: znode, data: withUri(request.pointer, request.pointerUri, `file:${file}`), mode: 'persistent' },
      { kind: 'create', path: `${znode}/locks`, data: lockData, mode: 'persistent' },
      { kind: 'create', path: `${znode}/locks/${lock}`, data: lockData, mode: 'ephemeral' },
    ])
    await client.delete(`${before.znode}/locks/${before.lock}`)
    await client.multi([
      { kind: 'delete', path: `${before.znode}/locks`, version: -1 },
      { kind: 'delete', path: before.znode, version: -1 },
    ])
    unlinkSync(before.file)
  }

  private toZnode(jobId: string, checkpoint: number): string {
    return `${this.request.root}/jobs/${jobId}/checkpoints/${String(checkpoint).padStart(19, '0')}`
  }
}
