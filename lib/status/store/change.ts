import 'server-only'
import { randomInt } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Journal } from '@/lib/journal/dialect'
import type { Tables } from '@/lib/journal/tables'

export type Writer = Transaction<Tables>

/** Runs one change of what public pages show; readers see the new version within a twentieth of a second. */
export async function changeStatus<T>({ db }: Journal, now: number, run: (writer: Writer) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (writer) => {
    const result = await run(writer)
    await bumpVersion(writer, now)
    return result
  })
}

export async function bumpVersion(writer: Writer, now: number): Promise<void> {
  await writer
    .updateTable('status_head')
    .set({ version: sql`version + 1`, changed_at: now })
    .where('id', '=', 1)
    .execute()
}

const letters = 'abcdefghjkmnpqrstvwxyz23456789'

/** An id that may be public: it reveals nothing, counts nothing, and is hard to guess. */
export function makePublicId(length = 12): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
