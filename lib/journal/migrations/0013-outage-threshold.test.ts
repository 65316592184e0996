import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../migrate'
import { openSqlite } from '../sqlite/open'
import { migrations } from './all'

test('The upgrade gives pages a threshold, keeps each figure and ties an open incident to its cluster’s first page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-upgrade-'))
  const db = await openSqlite(
    folder,
    () => undefined,
    () => undefined,
  )
  const before = migrations.findIndex(({ name }) => name === '0013-outage-threshold')
  await migrate(db as unknown as Kysely<unknown>, 'sqlite', migrations.slice(0, before))
  for (const [page, at] of [
    ['later', 20],
    ['first', 10],
  ] as const) {
    await sql`insert into status_pages (id, slug, title, is_published, created_at, updated_at) values (${page}, ${page}, ${page}, 1, ${at}, ${at})`.execute(
      db,
    )
    await sql`insert into status_components (id, page_id, cluster_id, name, position, created_at) values (${page}, ${page}, 'east', 'E', 1, ${at})`.execute(
      db,
    )
  }
  const incident = (id: string, cluster: string | null, resolvedAt: number | null, ledAgainAt: number | null) =>
    sql`insert into status_incidents (id, cluster_id, title, status, impact, started_at, resolved_at, updated_at, led_again_at, is_end_unseen, phases)
        values (${id}, ${cluster}, 'Leader lost', 'monitoring', 'major', 1000, ${resolvedAt}, 1000, ${ledAgainAt}, 0, '[]')`.execute(db)
  await incident('over', 'east', 9000, 5000)
  await incident('open', 'east', null, null)
  await incident('watched', 'west', null, 4000)
  await migrate(db as unknown as Kysely<unknown>, 'sqlite')
  expect(await db.selectFrom('status_pages').select('threshold_ms').execute()).toEqual([{ threshold_ms: 10_000 }, { threshold_ms: 10_000 }])
  expect(await db.selectFrom('status_incidents').select(['id', 'page_id', 'lost_at', 'down_ms']).orderBy('id').execute()).toEqual([
    { id: 'open', page_id: 'first', lost_at: 1000, down_ms: 0 },
    { id: 'over', page_id: null, lost_at: 1000, down_ms: 4000 },
    { id: 'watched', page_id: null, lost_at: 1000, down_ms: 3000 },
  ])
  await db.destroy()
  rmSync(folder, { recursive: true })
})
