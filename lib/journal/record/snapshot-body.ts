import 'server-only'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

const deflate = promisify(deflateRaw) as (text: Buffer, options: { level: number; dictionary?: Buffer }) => Promise<Buffer>
const inflate = promisify(inflateRaw) as (body: Uint8Array, options: { dictionary?: Buffer; maxOutputLength: number }) => Promise<Buffer>

/** The window of deflate; text before it in a dictionary is of no use. */
const window = 32_768
const largest = 64 * 1024 * 1024

/** The text that is kept: lanes, verdicts and events are in tables of their own. */
export function toSnapshotText(snapshot: ClusterSnapshot): string {
  return JSON.stringify({ ...snapshot, lanes: [], verdicts: [], events: [] })
}

/** Fields that change with every reading and say nothing about the cluster. */
const volatile = new Set(['asOf', 'revision', 'epoch', 'at', 'checkedAt', 'lastHeardAt', 'latencyMs', 'zxid', 'connections', 'replayFrom'])

/** Equal for two snapshots that differ only in how fresh they are. */
export function toSnapshotKey(snapshot: ClusterSnapshot): string {
  return JSON.stringify({ ...snapshot, lanes: [], verdicts: [], events: [] }, (key, value: unknown) =>
    volatile.has(key) ? undefined : value,
  )
}

/** @param base text of the snapshot it will be read with; null: it stands alone */
export function packSnapshot(text: string, base: string | null): Promise<Buffer> {
  return deflate(Buffer.from(text), { level: 6, ...toDictionary(base) })
}

export async function unpackSnapshot(body: Uint8Array, base: string | null): Promise<string> {
  return (await inflate(body, { maxOutputLength: largest, ...toDictionary(base) })).toString()
}

function toDictionary(base: string | null): { dictionary?: Buffer } {
  return base === null ? {} : { dictionary: Buffer.from(base).subarray(-window) }
}
