import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { EmergencyStop } from '@/lib/model/operation'

/** The emergency stop as the database keeps it, for all replicas: at most one. */
export interface EmergencyStopStore {
  findEmergencyStop(): Promise<EmergencyStop | null>
  raiseEmergencyStop(stop: EmergencyStop): Promise<void>
  liftEmergencyStop(): Promise<void>
}

export function createEmergencyStopStore({ db }: Pick<Journal, 'db'>): EmergencyStopStore {
  return {
    async findEmergencyStop() {
      const row = await db.selectFrom('emergency_stop').selectAll().executeTakeFirst()
      return row ? { since: new Date(row.since).toISOString(), by: row.by_name, reason: row.reason } : null
    },
    async raiseEmergencyStop({ since, by, reason }) {
      const row = { id: 1, since: Date.parse(since), by_name: by, reason }
      await db
        .insertInto('emergency_stop')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
    },
    async liftEmergencyStop() {
      await db.deleteFrom('emergency_stop').execute()
    },
  }
}
