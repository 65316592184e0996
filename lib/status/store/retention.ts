import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import { dayMs } from '@/lib/base/durations'
import { shownDays } from '@/lib/status/model/day'

/** A few days more than any page shows, so that nothing is missing at its edge. */
const spanMs = (shownDays + 10) * dayMs
/** Incidents and maintenance are kept for a year: feeds and pages show less, the API of later versions may show more. */
const eventMs = 366 * dayMs
const deliveryMs = 30 * dayMs

/** Removes what no page, feed or log shows any more. @returns how many rows were removed */
export async function removeOldStatus({ db }: Pick<Journal, 'db'>, now: number): Promise<number> {
  return db.transaction().execute(async (writer) => {
    const removed = [
      await writer
        .deleteFrom('status_spans')
        .where('to_at', '<', now - spanMs)
        .executeTakeFirst(),
      await writer
        .deleteFrom('status_deliveries')
        .where('next_at', 'is', null)
        .where('created_at', '<', now - deliveryMs)
        .executeTakeFirst(),
      await writer
        .deleteFrom('status_incidents')
        .where('resolved_at', '<', now - eventMs)
        .executeTakeFirst(),
      await writer
        .deleteFrom('status_maintenances')
        .where('ends_at', '<', now - eventMs)
        .executeTakeFirst(),
      // Updates whose page or incident is gone.
      await writer
        .deleteFrom('status_updates')
        .where('subject_id', 'not in', (select) => select.selectFrom('status_incidents').select('id'))
        .where('subject_id', 'not in', (select) => select.selectFrom('status_maintenances').select('id'))
        .executeTakeFirst(),
    ]
    return removed.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
  })
}
