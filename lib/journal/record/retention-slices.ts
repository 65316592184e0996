import 'server-only'
import type { Journal } from '../dialect'

/** Rows deleted at once: each slice is its own short transaction. */
export const slice = 500

/** Deletes one slice; a result smaller than a slice means that it was the last. */
export type DeleteSlice = () => Promise<{ numDeletedRows: bigint }>

/** Rows that ended before that time; what still goes on has no end. @param oldest ms */
export function toExpiredSlices({ db }: Journal, oldest: number): DeleteSlice[] {
  return [
    () =>
      db
        .deleteFrom('events')
        .where('id', 'in', db.selectFrom('events').select('id').where('at', '<', oldest).limit(slice))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('spans')
        .where('id', 'in', db.selectFrom('spans').select('id').where('to_at', '<', oldest).limit(slice))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('terms')
        .where('id', 'in', db.selectFrom('terms').select('id').where('to_at', '<', oldest).limit(slice))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('findings')
        .where('id', 'in', db.selectFrom('findings').select('id').where('closed_at', '<', oldest).limit(slice))
        .executeTakeFirstOrThrow(),
  ]
}

/** Snapshots from before that time. @param oldest ms */
export function toSnapshotSlices({ db }: Journal, oldest: number): DeleteSlice[] {
  return [
    // Snapshots that depend on another first; a base is deleted with the last of its dependents.
    () =>
      db
        .deleteFrom('snapshots')
        .where('id', 'in', db.selectFrom('snapshots').select('id').where('at', '<', oldest).where('base_id', 'is not', null).limit(slice))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('snapshots')
        .where(
          'id',
          'in',
          db
            .selectFrom('snapshots as base')
            .select('base.id')
            .where('base.at', '<', oldest)
            .where('base.base_id', 'is', null)
            .where(({ not, exists, selectFrom }) =>
              not(exists(selectFrom('snapshots as leaning').select('leaning.id').whereRef('leaning.base_id', '=', 'base.id'))),
            )
            .limit(slice),
        )
        .executeTakeFirstOrThrow(),
  ]
}
