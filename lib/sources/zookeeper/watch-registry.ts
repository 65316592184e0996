import 'server-only'
import type { WatchEvent } from './messages/watch-event'
import type { PersistentWatchMode, WatchPaths } from './messages/watches'

// Servers before 3.5 refuse a packet above jute.maxbuffer, and SetWatches is one packet: keep it under 128 kB, as
// org.apache.zookeeper.ClientCnxn does (SET_WATCHES_MAX_LENGTH).
const maxChunkBytes = 120 * 1024

/** Watches that the server should hold for this client: a new connection starts without any. Paths are the server's. */
export class WatchRegistry {
  readonly persistent = new Map<string, PersistentWatchMode>()
  private readonly data = new Set<string>()
  private readonly exist = new Set<string>()
  private readonly child = new Set<string>()

  add(kind: keyof WatchPaths, path: string): void {
    this[kind].add(path)
  }

  /** A one-shot watch ends when it fires. */
  fired({ type, path }: WatchEvent): void {
    if (type === 'childrenChanged') return void this.child.delete(path)
    this.data.delete(path)
    this.exist.delete(path)
    if (type === 'deleted') this.child.delete(path)
  }

  get size(): number {
    return this.data.size + this.exist.size + this.child.size
  }

  /** The one-shot watches, split so that each part fits one SetWatches. */
  toChunks(): WatchPaths[] {
    const chunks: WatchPaths[] = []
    let room = 0
    for (const kind of ['data', 'exist', 'child'] as const) {
      for (const path of this[kind]) {
        const bytes = 4 + Buffer.byteLength(path)
        if (chunks.length === 0 || bytes > room) {
          chunks.push({ data: [], exist: [], child: [] })
          room = maxChunkBytes
        }
        chunks.at(-1)?.[kind].push(path)
        room -= bytes
      }
    }
    return chunks
  }
}
