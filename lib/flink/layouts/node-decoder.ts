import { decodeLeaderInfo } from '@/lib/flink/serialization/leader-info'
import { decodeLockHolder } from '@/lib/flink/serialization/lock'
import { SerializationError } from '@/lib/flink/serialization/serialization-error'
import { decodeStateHandle } from '@/lib/flink/serialization/state-handle'
import type { Component, Contender, LeaderRecord, Lock, PointerNode } from './types'
import { isEphemeral, toEpochMs, toZxidText } from './znode'
import type { ZnodeLike } from './znode'

/** A value, or null; each with or without a problem. */
export type Decoded<T> = { value: T | null; problem: string | null }

const notRead = 'its data was not read (too large, or no right to)'

/** Runs a decoder; a SerializationError becomes a sentence. */
export function attempt<T>(node: ZnodeLike, decode: (data: Uint8Array) => T | null): Decoded<T> {
  if (node.data === null) return { value: null, problem: notRead }
  try {
    return { value: decode(node.data), problem: null }
  } catch (error) {
    if (!SerializationError.is(error)) throw error
    return { value: null, problem: error.message }
  }
}

const leaders = new WeakMap<ZnodeLike, Decoded<LeaderRecord>>()
const contenders = new WeakMap<ZnodeLike, Contender>()
const pointers = new WeakMap<ZnodeLike, { locks: readonly ZnodeLike[]; pointer: PointerNode }>()

/**
 * Leader information, decoded once per node object. Empty data means no leader; a node that no session holds
 * proves nothing, whatever its data.
 */
export function toLeaderRecord(node: ZnodeLike): Decoded<LeaderRecord> {
  const before = leaders.get(node)
  if (before) return before
  const { value, problem } = attempt(node, decodeLeaderInfo)
  const stray = value !== null && !isEphemeral(node)
  const decoded = stray
    ? { value: null, problem: 'leader information that no ZooKeeper session holds' }
    : { value: value && { path: node.path, ...value, ...toPublication(node) }, problem }
  leaders.set(node, decoded)
  return decoded
}

function toPublication({ stat }: ZnodeLike): Omit<LeaderRecord, 'path' | 'address' | 'leaderSessionId'> {
  return {
    zkSessionId: stat.ephemeralOwner,
    publishedAt: toEpochMs(stat.mtime),
    createdAt: toEpochMs(stat.ctime),
    czxid: toZxidText(stat.czxid),
    mzxid: toZxidText(stat.mzxid),
  }
}

/** @param component which election, null when a process takes part in only one */
export function toContender(node: ZnodeLike, name: string, component: Component | null): Contender {
  const before = contenders.get(node)
  if (before?.component === component) return before
  const { stat, path } = node
  const sequence = Number(name.slice(-10))
  const contender = { path, name, sequence, zkSessionId: stat.ephemeralOwner, joinedAt: toEpochMs(stat.ctime), component }
  contenders.set(node, contender)
  return contender
}

/** A pointer with its locks; the same object while none of these nodes changed. */
export function toPointerNode(node: ZnodeLike, lockNodes: readonly ZnodeLike[], isSkipped = false): PointerNode {
  const before = pointers.get(node)
  const isSame = before?.pointer.isSkipped === isSkipped && before.locks.length === lockNodes.length
  if (isSame && before.locks.every((lock, i) => lock === lockNodes[i])) return before.pointer
  const { path, stat } = node
  const handle = before?.pointer.handle ?? toHandle(node)
  const pointer = {
    path,
    handle,
    czxid: toZxidText(stat.czxid),
    mzxid: toZxidText(stat.mzxid),
    createdAt: toEpochMs(stat.ctime),
    locks: lockNodes.map(toLock),
    isSkipped,
  }
  pointers.set(node, { locks: lockNodes, pointer })
  return pointer
}

function toHandle({ data }: ZnodeLike): PointerNode['handle'] {
  return data ? decodeStateHandle(data) : { kind: 'unknown', javaClass: null, reason: notRead }
}

export function toLock(node: ZnodeLike): Lock {
  return { path: node.path, zkSessionId: node.stat.ephemeralOwner, holder: decodeLockHolder(node.data) }
}
