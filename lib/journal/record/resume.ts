import 'server-only'
import type { Change } from './change'
import { readOpenState, sameMomentMs, type OpenState, type Writing } from './open-state'
import { closeSpan, endTerm } from './write-change'

/**
 * Continues the record of a cluster.
 *
 * - A console watched without a gap until now (this process itself, or another replica): everything goes on.
 * - No console watched for a while: what is proven to be the same goes on, the rest ended with the last observation, and a new observation
 * begins. A term that ended meanwhile ended unseen.
 *
 * @param watchingSince when this process began to watch
 * @returns also until when another process wrote everything
 */
export async function resume(
  writing: Writing,
  clusterId: string,
  watchingSince: number,
  pending: readonly Change[],
): Promise<{ state: OpenState; writtenUntil: number }> {
  const state = await readOpenState(writing, clusterId)
  const last = state.observation?.to ?? null
  const isGapless = last !== null && watchingSince <= last + sameMomentMs && last <= Date.now() + sameMomentMs
  if (isGapless) return { state, writtenUntil: last }
  if (last !== null) await settle(writing, state, last, watchingSince, pending)
  state.observation = await beginObservation(writing, clusterId, watchingSince)
  return { state, writtenUntil: -Infinity }
}

async function settle(writing: Writing, state: OpenState, last: number, now: number, pending: readonly Change[]): Promise<void> {
  for (const [key, span] of state.spans) {
    const isSame = pending.some(
      (change) =>
        change.kind === 'span' &&
        `${change.lane} ${change.subject}` === key &&
        change.value === span.value &&
        span.proof !== '' &&
        change.proof === span.proof,
    )
    if (isSame && span.from <= now) continue
    await closeSpan(writing, state, key, last)
  }
  const first = pending.find((change) => change.kind === 'term')
  if (state.term === null || first?.term?.leaderSessionId === state.term.leaderSessionId) return
  // The next leader's own time is the latest at which the term can have ended.
  const latest = first?.term ? Math.max(last, Math.min(first.term.since, now)) : Math.max(last, now)
  await endTerm(writing, state, latest, { code: 'unseen', text: 'It ended while no console was watching.' }, last)
}

async function beginObservation({ db }: Writing, clusterId: string, at: number): Promise<NonNullable<OpenState['observation']>> {
  const row = { cluster_id: clusterId, lane: 'observation', subject: '', value: 'watched', proof: '', detail: null, from_at: at, to_at: at }
  const { id } = await db.insertInto('spans').values(row).returning('id').executeTakeFirstOrThrow()
  return { id, from: at, to: at }
}

/** Moves the end of the observation on: until then a console was watching. */
export async function extendObservation({ db }: Writing, states: readonly OpenState[], at: number): Promise<void> {
  const observed = states.flatMap(({ observation }) => (observation && observation.to < at ? [observation] : []))
  if (observed.length === 0) return
  await db
    .updateTable('spans')
    .set({ to_at: at })
    .where(
      'id',
      'in',
      observed.map(({ id }) => id),
    )
    .execute()
  for (const observation of observed) observation.to = at
}
