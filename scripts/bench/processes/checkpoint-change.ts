import { linkSync } from 'node:fs'
import { dirname } from 'node:path'
import { decodeStateHandle } from '@/lib/flink/serialization/state-handle'
import { toHash, type ClusterPlan } from '../trees/plan-cluster'
import { withUri } from '../trees/pointer-uri'
import type { Commit } from './commit'

/** The commits of one checkpoint after the other for the first job of a 2.x plan; the pointer's own commit is the first. */
export function createCheckpoints(plan: ClusterPlan): () => { checkpoint: number; commits: Commit[] } {
  const jobId = plan.jobIds[0] ?? ''
  const job = `${plan.pathRoot}/default/jobs/${jobId}`
  const pointer = plan.nodes.find(({ path }) => path.startsWith(`${job}/checkpoints/`) && /\/\d+$/.test(path))
  const handle = pointer && decodeStateHandle(pointer.data)
  if (!pointer || handle?.kind !== 'file') throw new Error('The plan has no checkpoint')
  const { data, path: first } = pointer
  const { uri } = handle
  const lock =
    plan.nodes
      .find(({ path }) => path.startsWith(`${first}/locks/`))
      ?.path.split('/')
      .at(-1) ?? ''
  const lockData = Buffer.from('127.0.0.1')
  let checkpoint = Number(first.split('/').at(-1))
  let before = first
  return () => {
    checkpoint++
    const path = `${job}/checkpoints/${String(checkpoint).padStart(19, '0')}`
    const file = `${dirname(uri.slice('file:'.length))}/completedCheckpoint${toHash(path, 12)}`
    linkSync(uri.slice('file:'.length), file)
    const counter = Buffer.alloc(4)
    counter.writeInt32BE(checkpoint + 1)
    const commits: Commit[] = [
      { kind: 'create', path, data: withUri(data, uri, `file:${file}`), ephemeral: false },
      { kind: 'create', path: `${path}/locks`, data: lockData, ephemeral: false },
      { kind: 'create', path: `${path}/locks/${lock}`, data: lockData, ephemeral: true },
      { kind: 'set', path: `${job}/checkpoint_id_counter`, data: counter },
      { kind: 'delete', path: `${before}/locks/${lock}` },
      { kind: 'delete', path: `${before}/locks` },
      { kind: 'delete', path: before },
    ]
    before = path
    return { checkpoint, commits }
  }
}
