import 'server-only'
import type { StorageLocation } from './locate'
import type { ChangeWatch, StorageReader } from './storage-backend'

interface Followed {
  /** null: this storage tells of no changes. */
  watch: ChangeWatch | null
  keys: Map<string, string>
}

/** The files of one cluster's pointers, each with its pointer's key, and the watches of the storages that they lie in. */
export class FollowedFiles {
  private readonly byBackend = new Map<StorageReader, Followed>()

  /** @param onTouched null: any of them may have changed */
  constructor(private readonly onTouched: (key: string | null) => void) {}

  follow({ backend, path }: StorageLocation, key: string): void {
    const followed = this.byBackend.get(backend) ?? this.start(backend)
    followed.keys.set(path, key)
    followed.watch?.follow(path)
  }

  unfollow({ backend, path }: StorageLocation, key: string): void {
    const followed = this.byBackend.get(backend)
    if (followed?.keys.get(path) === key) followed.keys.delete(path)
    followed?.watch?.unfollow(path)
  }

  update(): void {
    for (const { watch } of this.byBackend.values()) watch?.update()
  }

  /** Whether no change of a file passes unseen, as it is now. */
  findWatched(): (location: StorageLocation) => boolean {
    const watched = new Map([...this.byBackend].map(([backend, { watch }]) => [backend, watch?.isWatching() ?? false]))
    return ({ backend }) => watched.get(backend) ?? false
  }

  close(): void {
    for (const { watch } of this.byBackend.values()) watch?.close()
    this.byBackend.clear()
  }

  private start(backend: StorageReader): Followed {
    const keys = new Map<string, string>()
    const watch = backend.watch?.((path) => {
      const key = path === null ? null : keys.get(path)
      if (key !== undefined) this.onTouched(key)
    })
    const followed = { keys, watch: watch ?? null }
    this.byBackend.set(backend, followed)
    return followed
  }
}
