import 'server-only'
import type { Change, TermBegin } from './change'
import { sameMomentMs, toSpanKey, type OpenState, type Writing } from './open-state'
import { writeSnapshot } from './write-snapshot'

/** @param mayBeKnown another replica, or a commit whose answer was lost, may have written it already */
export async function writeChange(writing: Writing, state: OpenState, change: Change, mayBeKnown: boolean): Promise<void> {
  switch (change.kind) {
    case 'span':
      return writeSpan(writing, state, change, mayBeKnown)
    case 'term':
      return writeTerm(writing, state, change)
    case 'event':
      if (mayBeKnown && (await isEventKnown(writing, state, change))) return
      return writeEvent(writing, state, change)
    case 'findings':
      return writeFindings(writing, state, change)
    case 'snapshot':
      return writeSnapshot(writing, state, change)
  }
}

async function writeSpan(
  writing: Writing,
  state: OpenState,
  change: Extract<Change, { kind: 'span' }>,
  mayBeKnown: boolean,
): Promise<void> {
  const key = toSpanKey(change.lane, change.subject)
  const open = state.spans.get(key)
  const isSame = open?.value === change.value && (open.proof === change.proof || open.proof === '' || change.proof === '')
  if (open && isSame) {
    if (change.proof !== '' && open.proof === '')
      await writing.db.updateTable('spans').set({ proof: change.proof }).where('id', '=', open.id).execute()
    open.proof ||= change.proof
    return
  }
  if (mayBeKnown && change.value !== null && (await isSpanKnown(writing, state, change))) return
  const at = Math.max(change.at, state.observation?.from ?? 0)
  if (open && open.from > at) await cancelWrite(writing, state, change, at)
  else if (open) await closeSpan(writing, state, key, at)
  if (change.value === null) return
  const { lane, subject, value, proof, detail } = change
  const { id } = await writing.db
    .insertInto('spans')
    .values({ cluster_id: state.clusterId, lane, subject, value, proof, detail, from_at: at, to_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  state.spans.set(key, { id, value, proof, from: at })
}

/** Spans that began after that moment are removed: an outage is known a little later than it begins. */
async function cancelWrite(
  { db }: Writing,
  state: OpenState,
  { lane, subject }: Extract<Change, { kind: 'span' }>,
  at: number,
): Promise<void> {
  const own = db.deleteFrom('spans').where('cluster_id', '=', state.clusterId).where('lane', '=', lane).where('subject', '=', subject)
  await own.where('from_at', '>=', at).execute()
  await db
    .updateTable('spans')
    .set({ to_at: at })
    .where('cluster_id', '=', state.clusterId)
    .where('lane', '=', lane)
    .where('subject', '=', subject)
    .where('to_at', '>', at)
    .execute()
  state.spans.delete(toSpanKey(lane, subject))
}

export async function closeSpan({ db }: Writing, state: OpenState, key: string, at: number): Promise<void> {
  const open = state.spans.get(key)
  if (!open) return
  await db
    .updateTable('spans')
    .set({ to_at: Math.max(at, open.from) })
    .where('id', '=', open.id)
    .execute()
  state.spans.delete(key)
}

/** Another replica's span of this moment: what it wrote after that is newer than this. */
async function isSpanKnown(
  { db }: Writing,
  state: OpenState,
  { lane, subject, value, at }: Extract<Change, { kind: 'span' }>,
): Promise<boolean> {
  const found = await db
    .selectFrom('spans')
    .select('id')
    .where('cluster_id', '=', state.clusterId)
    .where('lane', '=', lane)
    .where('subject', '=', subject)
    .where('value', '=', value)
    .where('from_at', '>=', at - sameMomentMs)
    .where('from_at', '<=', at + sameMomentMs)
    .executeTakeFirst()
  return found !== undefined
}

async function writeTerm(writing: Writing, state: OpenState, { at, term, end }: Extract<Change, { kind: 'term' }>): Promise<void> {
  if (state.term !== null && state.term.leaderSessionId === term?.leaderSessionId) return
  if (state.term !== null) await endTerm(writing, state, at, end ?? { code: 'unknown', text: 'Why it ended was not seen.' }, null)
  if (term !== null) state.term = await beginTerm(writing, state, term, at)
}

async function beginTerm({ db }: Writing, { clusterId }: OpenState, term: TermBegin, at: number): Promise<OpenState['term']> {
  const known = await db
    .selectFrom('terms')
    .select(['id', 'from_at'])
    .where('cluster_id', '=', clusterId)
    .where('leader_session_id', '=', term.leaderSessionId)
    .executeTakeFirst()
  // A late snapshot had reported its end.
  if (known)
    await db
      .updateTable('terms')
      .set({ to_at: null, end_code: null, end_text: null, is_end_unseen: 0, last_seen_at: null })
      .where('id', '=', known.id)
      .execute()
  if (known) return { id: known.id, leaderSessionId: term.leaderSessionId, from: known.from_at }
  const row = {
    cluster_id: clusterId,
    leader_session_id: term.leaderSessionId,
    master: term.master,
    rpc_address: term.rpcAddress,
    zk_session_id: term.zkSessionId,
    from_at: term.since,
    seen_at: at,
  }
  const { id } = await db
    .insertInto('terms')
    .values({ ...row, is_end_unseen: 0 })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, leaderSessionId: term.leaderSessionId, from: term.since }
}

/** @param lastSeenAt given: no console watched from then until `at` */
export async function endTerm(
  { db }: Writing,
  state: OpenState,
  at: number,
  end: { code: string; text: string },
  lastSeenAt: number | null,
): Promise<void> {
  if (state.term === null) return
  await db
    .updateTable('terms')
    .set({
      to_at: Math.max(at, state.term.from),
      end_code: end.code,
      end_text: end.text,
      is_end_unseen: lastSeenAt === null ? 0 : 1,
      last_seen_at: lastSeenAt,
    })
    .where('id', '=', state.term.id)
    .execute()
  state.term = null
}

type EventChange = Extract<Change, { kind: 'event' }>

async function writeEvent({ db }: Writing, state: OpenState, { at, event }: EventChange): Promise<void> {
  const { kind, severity, text, subject } = event
  await db.insertInto('events').values({ cluster_id: state.clusterId, at, kind, severity, text, subject }).execute()
}

/** Figures in an event differ by when it was seen: "after 34.1 s". */
async function isEventKnown({ db }: Writing, state: OpenState, { at, event }: EventChange): Promise<boolean> {
  const near = await db
    .selectFrom('events')
    .select(['text', 'subject'])
    .where('cluster_id', '=', state.clusterId)
    .where('kind', '=', event.kind)
    .where('at', '>=', at - sameMomentMs)
    .where('at', '<=', at + sameMomentMs)
    .execute()
  const toWords = (text: string) => text.replace(/\d{1,15}(\.\d{1,9})? (ms|s|min)\b/g, '#')
  return near.some(({ text, subject }) => subject === event.subject && toWords(text) === toWords(event.text))
}

async function writeFindings({ db }: Writing, state: OpenState, { at, findings }: Extract<Change, { kind: 'findings' }>): Promise<void> {
  const present = new Map(findings.map((finding) => [finding.key, finding]))
  for (const [key, id] of [...state.findings]) {
    if (present.has(key)) continue
    await db.updateTable('findings').set({ closed_at: at }).where('id', '=', id).execute()
    state.findings.delete(key)
  }
  for (const [key, { rule, severity, title, place }] of present) {
    if (state.findings.has(key)) continue
    const { id } = await db
      .insertInto('findings')
      .values({ cluster_id: state.clusterId, key, rule, severity, title, place, opened_at: at, closed_at: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    state.findings.set(key, id)
  }
}
