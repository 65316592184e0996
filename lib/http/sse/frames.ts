import 'server-only'
import { settingsTopics, type SettingsTopic } from '@/lib/model/settings-topics'
import type { SettingsChange } from '@/lib/model/stream-events'
import type { PublishedRevision } from '@/lib/observer/published'

const encoder = new TextEncoder()

/** A browser that reconnects by itself waits this long (ms). Sent first, because Next sends headers with the first bytes. */
export const openingFrame = encoder.encode('retry: 1000\n\n')

/** A comment: keeps proxies from closing a quiet connection. */
export const heartbeatFrame = encoder.encode(': heartbeat\n\n')

/**
 * One event of the HTML standard's event stream.
 * @param json one line, as JSON.stringify makes it
 */
export function toFrame(event: string, json: string, id?: number): Uint8Array {
  return encoder.encode(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${json}\n\n`)
}

// There are few sets of topics: each is serialized once in this process.
const settingsFrames = new Map<string, Uint8Array>()

export function toSettingsFrame(topics: ReadonlySet<SettingsTopic>): Uint8Array {
  const change: SettingsChange = { changed: settingsTopics.filter((topic) => topics.has(topic)) }
  const json = JSON.stringify(change)
  const made = settingsFrames.get(json) ?? toFrame('settings', json)
  settingsFrames.set(json, made)
  return made
}

// Keyed by the revision, so that its bytes are made once for all readers and are freed with it.
const snapshotFrames = new WeakMap<PublishedRevision, Uint8Array>()
const patchFrames = new WeakMap<PublishedRevision, Uint8Array | null>()

export function toSnapshotFrame(revision: PublishedRevision): Uint8Array {
  const made = snapshotFrames.get(revision) ?? toFrame('snapshot', revision.snapshotJson(), revision.revision)
  snapshotFrames.set(revision, made)
  return made
}

/** null for the first revision of a process, which follows no other. */
export function findPatchFrame(revision: PublishedRevision): Uint8Array | null {
  const made = patchFrames.get(revision)
  if (made !== undefined) return made
  const json = revision.patchJson()
  const frame = json === null ? null : toFrame('patch', json, revision.revision)
  patchFrames.set(revision, frame)
  return frame
}
