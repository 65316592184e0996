import 'server-only'
import type { Change } from './change'
import type { OpenState, Writing } from './open-state'
import { packSnapshot, toSnapshotText } from './snapshot-body'

/** After so many, a new one stands alone: damage to a base costs no more snapshots than these, and retention goes by groups. */
const mostUses = 120
/** Packed against the base, a snapshot should be much smaller than the base itself was; else it has drifted away. */
const drift = 0.5

/** One cluster's snapshots are packed against the first of a group: one more checkpoint costs a few hundred bytes. */
export async function writeSnapshot(writing: Writing, state: OpenState, change: Extract<Change, { kind: 'snapshot' }>): Promise<void> {
  const text = toSnapshotText(change.snapshot)
  const base = state.base !== null && state.base.uses < mostUses ? state.base : null
  const body = await packSnapshot(text, base?.text ?? null)
  const { id } = await writing.db
    .insertInto('snapshots')
    .values({ cluster_id: state.clusterId, at: change.at, kind: change.sort, base_id: base?.id ?? null, body })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (base === null) state.base = { id, text, uses: 0, bytes: body.length }
  else base.uses = body.length > base.bytes * drift ? mostUses : base.uses + 1
}
