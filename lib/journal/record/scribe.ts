import 'server-only'
import { sql } from 'kysely'
import { databaseNow, type Journal } from '../dialect'
import { tryLease } from '../leases'
import type { Change } from './change'
import type { ClusterRecorder } from './cluster-recorder'
import { sameMomentMs, type OpenState, type Writing } from './open-state'
import { extendObservation, resume } from './resume'
import { writeChange } from './write-change'

/** One transaction writes at most so many changes of a cluster; the rest follows in the next. */
const mostAtOnce = 500

export interface Scribe {
  /**
   * Takes the free leases and writes the pending changes of the clusters whose lease it has.
   * @returns whether there is more to write at once
   */
  write(journal: Journal, recorders: readonly ClusterRecorder[]): Promise<boolean>
  /** Releases its leases, so that a replica goes on at once. */
  close(journal: Journal): Promise<void>
}

const toLease = (clusterId: string) => `recorder:${clusterId}`

/**
 * Writes for the clusters whose lease this process has; of several replicas, one has it. Each transaction extends the leases first and
 * writes only where that succeeded, so that a process that was asleep writes nothing when another took over meanwhile.
 */
export function createScribe(holder: string, leaseMs: number): Scribe {
  const held = new Set<string>()

  async function takeLeases(journal: Journal, recorders: readonly ClusterRecorder[]): Promise<void> {
    const wanted = recorders.filter(({ clusterId, watchingSince }) => watchingSince !== null && !held.has(clusterId))
    if (wanted.length === 0) return
    await journal.db.transaction().execute(async (db) => {
      for (const recorder of wanted) {
        if (await tryLease({ db, dialect: journal.dialect }, toLease(recorder.clusterId), holder, leaseMs)) held.add(recorder.clusterId)
        else recorder.forget()
      }
    })
  }
  async function writeTogether(journal: Journal, recorders: readonly ClusterRecorder[]): Promise<void> {
    const written = new Map<ClusterRecorder, readonly Change[]>()
    await journal.db.transaction().execute(async (db) => {
      const writing: Writing = { db, dialect: journal.dialect }
      const kept = await lengthen(
        writing,
        recorders.map(({ clusterId }) => toLease(clusterId)),
        holder,
        leaseMs,
      )
      for (const recorder of recorders) {
        if (kept.has(toLease(recorder.clusterId))) written.set(recorder, await writeOne(writing, recorder))
        else held.delete(recorder.clusterId)
      }
      await moveOn(writing, written)
    })
    for (const [recorder, changes] of written) recorder.acknowledge(changes)
  }
  return {
    async write(journal, recorders) {
      await takeLeases(journal, recorders)
      const mine = recorders.filter(({ clusterId }) => held.has(clusterId))
      if (mine.length === 0) return false
      try {
        await writeTogether(journal, mine)
      } catch (error) {
        // What the database holds now is not known: it is read again before the next line.
        for (const recorder of mine) recorder.state = null
        throw error
      }
      return mine.some(({ pending }) => pending.length >= mostAtOnce)
    },
    async close({ db }) {
      const names = [...held].map(toLease)
      held.clear()
      if (names.length > 0) await db.deleteFrom('leases').where('name', 'in', names).where('holder', '=', holder).execute()
    },
  }
}

/** @returns the leases it still has; no other process can take them before the transaction ends */
async function lengthen({ db, dialect }: Writing, names: readonly string[], holder: string, leaseMs: number): Promise<Set<string>> {
  const now = databaseNow(dialect)
  const { rows } = await sql<{ name: string }>`
    update leases set expires_at = ${now} + ${sql.lit(leaseMs)}
    where name in (${sql.join(names)}) and holder = ${holder} and expires_at > ${now} returning name`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

async function writeOne(writing: Writing, recorder: ClusterRecorder): Promise<readonly Change[]> {
  const batch = recorder.pending.slice(0, mostAtOnce)
  if (recorder.state !== null) {
    for (const change of batch) await writeChange(writing, recorder.state, change, false)
    return batch
  }
  const { state, writtenUntil } = await resume(writing, recorder.clusterId, recorder.watchingSince ?? Date.now(), recorder.pending)
  for (const change of batch) if (change.at >= writtenUntil - sameMomentMs) await writeChange(writing, state, change, true)
  if (batch.length === recorder.pending.length) for (const change of recorder.whole()) await writeChange(writing, state, change, false)
  recorder.state = state
  return batch
}

/** Until when nothing is missing: now, or the first change that is still to be written. */
async function moveOn(writing: Writing, written: ReadonlyMap<ClusterRecorder, readonly Change[]>): Promise<void> {
  const now = Date.now()
  const complete: OpenState[] = []
  for (const [recorder, changes] of written) {
    const done = new Set(changes)
    const next = recorder.pending.find((change) => !done.has(change))
    if (recorder.state === null) continue
    if (next === undefined) complete.push(recorder.state)
    else await extendObservation(writing, [recorder.state], Math.min(now, next.at))
  }
  await extendObservation(writing, complete, now)
}
