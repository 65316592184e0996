import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../migrate'
import { openSqlite } from '../sqlite/open'
import { migrations } from './all'

test('The upgrade ends sessions, deletes the key from the database and keeps only the open links of administrators', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-upgrade-'))
  const db = await openSqlite(
    folder,
    () => undefined,
    () => undefined,
  )
  const all = db as unknown as Kysely<unknown>
  await migrate(
    all,
    'sqlite',
    migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === '0010-audit-order'),
    ),
  )
  const person = (id: string, role: string) =>
    sql`insert into people (id, name, email, "emailVerified", "createdAt", "updatedAt", role) values (${id}, ${id}, ${`${id}@x.org`}, 0, '', '', ${role})`.execute(
      db,
    )
  await person('ada', 'administrator')
  await person('bob', 'operator')
  await sql`insert into sessions (id, "expiresAt", token, "createdAt", "updatedAt", "userId") values ('s', '', 't', '', '', 'ada')`.execute(
    db,
  )
  await sql`insert into secrets values ('session-cookies', 'k')`.execute(db)
  const link = (id: string, by: string | null) =>
    sql`insert into links (id, token_hash, kind, made_by, made_at, ends_at) values (${id}, ${id}, 'invitation', ${by}, 0, 0)`.execute(db)
  for (const [id, by] of [
    ['1', 'ada@x.org'],
    ['2', 'bob@x.org'],
    ['3', 'key k'],
    ['4', null],
  ] as const)
    await link(id, by)
  await migrate(all, 'sqlite')
  const links = await db.selectFrom('links').select(['id', 'made_by_kind', 'made_by_id']).orderBy('id').execute()
  expect(links).toEqual([
    { id: '1', made_by_kind: 'person', made_by_id: 'ada' },
    { id: '4', made_by_kind: null, made_by_id: null },
  ])
  expect([(await sql`select * from sessions`.execute(db)).rows, await db.selectFrom('secrets').selectAll().execute()]).toEqual([[], []])
  await db.destroy()
  rmSync(folder, { recursive: true })
})
