import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { DanglingBackup } from '@/lib/model/autopilot-view'

export async function noteBackup(
  { db }: Journal,
  clusterId: string,
  made: { name: string; checksum: string; bytes: number; content: string[] },
): Promise<void> {
  await db
    .insertInto('dangling_backups')
    .values({
      name: made.name,
      cluster_id: clusterId,
      at: Date.now(),
      checksum: made.checksum,
      bytes: made.bytes,
      content: JSON.stringify(made.content.slice(0, 1_000)),
      removed_at: null,
      restored_at: null,
    })
    .execute()
}

export async function markBackup({ db }: Journal, name: string, what: 'removed_at' | 'restored_at', at: number | null): Promise<void> {
  await db
    .updateTable('dangling_backups')
    .set({ [what]: at })
    .where('name', '=', name)
    .execute()
}

/** Back-ups, newest first. */
export async function listBackups({ db }: Journal, clusterId: string): Promise<DanglingBackup[]> {
  const rows = await db
    .selectFrom('dangling_backups')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .orderBy('at', 'desc')
    .limit(200)
    .execute()
  const toTime = (at: number | null) => (at === null ? null : new Date(Number(at)).toISOString())
  return rows.map((row) => ({
    name: row.name,
    at: new Date(Number(row.at)).toISOString(),
    bytes: Number(row.bytes),
    checksum: row.checksum,
    content: JSON.parse(row.content) as string[],
    removedAt: toTime(row.removed_at),
    restoredAt: toTime(row.restored_at),
  }))
}
