import 'server-only'
import type { Access } from '../access'

/** At most one write in this time: a reader who looks around requests a page every few seconds. */
const noteEveryMs = 5 * 60_000
const mostNoted = 10_000
const noted = new Map<string, number>()

export interface SessionMarks {
  /** Epoch ms of the last use, not finer than `noteEveryMs`. */
  seenAt: number
  /** Epoch ms of the last proof of the person. */
  provenAt: number
}

/** @param beganAt epoch ms: signing in was a use, and a proof where nothing else is noted */
export async function readSessionMarks({ journal }: Pick<Access, 'journal'>, sessionId: string, beganAt: number): Promise<SessionMarks> {
  const row = await journal.db.selectFrom('session_marks').selectAll().where('session_id', '=', sessionId).executeTakeFirst()
  return { seenAt: Math.max(row?.seen_at ?? 0, beganAt), provenAt: row?.proven_at ?? beganAt }
}

/** A person opened a page or changed something with the session. */
export async function noteSessionUse({ journal }: Pick<Access, 'journal'>, sessionId: string, now = Date.now()): Promise<void> {
  if (now - (noted.get(sessionId) ?? 0) < noteEveryMs) return
  if (noted.size >= mostNoted) noted.clear()
  noted.set(sessionId, now)
  await write(journal, sessionId, { seen_at: now })
}

/** @param provenAt epoch ms; 0: nothing proves that its person is present, for the provider did not say when they last signed in */
export async function noteSessionProof({ journal }: Pick<Access, 'journal'>, sessionId: string, provenAt = Date.now()): Promise<void> {
  await write(journal, sessionId, { seen_at: Date.now(), proven_at: provenAt })
}

async function write({ db }: Access['journal'], sessionId: string, marks: { seen_at: number; proven_at?: number }): Promise<void> {
  await db
    .insertInto('session_marks')
    .values({ session_id: sessionId, proven_at: null, ...marks })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet(marks))
    .execute()
}
