import 'server-only'
import type { TargetFacts } from '@/lib/model/facts'
import { locateFile, type LocationReading, type StorageLocation } from './locate'
import type { StorageBackend, StoredThing } from './storage-backend'

export interface CheckOptions {
  /** The configured storage directory; null: the file's own folder stands for it. */
  root: StorageLocation | null
  backends?: readonly StorageBackend[]
  now?: () => number
}

/**
 * Whether the file that a pointer names exists, by its metadata alone; its content is not read.
 * @param expectedBytes `stateSize` of the pointer: Flink writes the exact length (FileStateHandle)
 */
export async function checkTarget(uri: string, expectedBytes: number | null, options: CheckOptions): Promise<TargetFacts> {
  const { root, backends, now = Date.now } = options
  const location = locateFile(uri, backends)
  if (!location.ok) return toUnchecked(explainForeign(location))
  const { backend, path } = location.value
  const look = await backend.look(path, root?.backend === backend ? root.path : null)
  if (look.state === 'there') return judgeThing(path, look.thing, expectedBytes, now())
  if (look.state === 'unchecked') return toUnchecked(look.detail)
  return { state: look.state, bytes: null, checkedAt: now(), detail: look.detail }
}

function judgeThing(path: string, { kind, bytes }: StoredThing, expectedBytes: number | null, at: number): TargetFacts {
  const facts = (state: TargetFacts['state'], detail: string): TargetFacts => ({ state, bytes, checkedAt: at, detail })
  if (kind === 'folder') return facts('unreadable', `${path} is a directory, not a file`)
  if (kind !== 'file') return facts('unreadable', `${path} is no regular file`)
  if (expectedBytes !== null && bytes !== expectedBytes) {
    return facts('unreadable', `${path} has ${bytes} bytes, the pointer says ${expectedBytes}: it was cut or overwritten`)
  }
  return facts(
    'present',
    expectedBytes === null ? `${path} is there with ${bytes} bytes` : `${path} is there with the ${bytes} bytes the pointer says`,
  )
}

function explainForeign({ foreign, reason }: Extract<LocationReading, { ok: false }>): string {
  return foreign === null ? `the pointer’s path ${reason}` : `this version does not look at ${foreign}, only at files of this host`
}

function toUnchecked(detail: string): TargetFacts {
  return { state: 'unchecked', bytes: null, checkedAt: null, detail }
}
