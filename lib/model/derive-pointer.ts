import { hideUrlPasswords } from '@/lib/base/url-passwords'
import type { PointerNode } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from './cluster-facts'
import type { TargetFacts } from './facts'
import { notLookedAt } from './first-snapshot'
import { toIso } from './observed'
import type { Pointer } from './snapshot'

/** Derived pointers by their target; a graph stays while checkpoints come and go. */
const pointers = new WeakMap<PointerNode, { target: TargetFacts | null; pointer: Pointer }>()

/** A pointer as readers see it, with what is known of its file so far; the same object while neither changed. */
export function toPointer(facts: ClusterFacts, node: PointerNode): Pointer {
  const target = facts.findTarget(node)
  const before = pointers.get(node)
  if (before?.target === target) return before.pointer
  const pointer = makePointer(node, target)
  pointers.set(node, { target, pointer })
  return pointer
}

function makePointer(node: PointerNode, reported: TargetFacts | null): Pointer {
  const { handle } = node
  if (handle.kind === 'inline') {
    return {
      handle: 'inline',
      path: null,
      bytes: handle.bytes,
      target: 'present',
      checkedAt: null,
      detail: 'the state lies in ZooKeeper itself',
      znode: node.path,
    }
  }
  if (handle.kind === 'unknown') {
    return { handle: 'unknown', path: null, bytes: null, target: 'unchecked', checkedAt: null, detail: handle.reason, znode: node.path }
  }
  const target: TargetFacts = reported ?? { state: 'unchecked', bytes: null, checkedAt: null, detail: notLookedAt }
  return {
    handle: 'file',
    path: hideUrlPasswords(handle.uri),
    bytes: target.bytes ?? handle.bytes,
    target: target.state,
    checkedAt: target.checkedAt === null ? null : toIso(target.checkedAt),
    detail: hideUrlPasswords(target.detail),
    znode: node.path,
  }
}
