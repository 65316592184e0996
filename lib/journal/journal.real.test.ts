import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aJournalPlace } from '@/lib/testing/a-journal'
import { describeJournal } from '@/lib/testing/journal-contract'
import { describeRecorder } from '@/lib/testing/recorder-contract'
import { describeReading } from '@/lib/testing/activity-contract'
import { hasNoPostgres, startRealPostgres, type RealPostgres } from '@/lib/testing/real-postgres'
import { watchedTables } from './changes'
import { openJournal } from './open'

describe.skipIf(hasNoPostgres())('the journal on a real Postgres', () => {
  let server: RealPostgres
  beforeAll(async () => {
    server = await startRealPostgres()
  })
  afterAll(() => server?.close())

  describeJournal('Postgres', async () => aJournalPlace(await server.createDatabase()))
  describeRecorder('Postgres', async () => aJournalPlace(await server.createDatabase()))
  describeReading('Postgres', async () => aJournalPlace(await server.createDatabase()))

  it('Postgres has a trigger on every table that news are made of, and on no other', async () => {
    const place = aJournalPlace(await server.createDatabase())
    const { rows } = await sql<{
      table: string
    }>`select distinct event_object_table as table from information_schema.triggers where action_statement like '%understudy_tell()'`.execute(
      (await place.open()).db,
    )
    await place.close()
    expect(rows.map(({ table }) => table).sort()).toEqual([...new Set<string>(Object.values(watchedTables).flat())].sort())
  })

  it('A connection lost between two statements fails its transaction, but not the process', async () => {
    const unheard: unknown[] = []
    const hear = (error: unknown) => unheard.push(error)
    const place = aJournalPlace(await server.createDatabase())
    const { db } = await place.open()
    process.on('uncaughtExceptionMonitor', hear)
    const broken = db.transaction().execute(async (transaction) => {
      const {
        rows: [mine],
      } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
      await sql`select pg_terminate_backend(${mine!.pid})`.execute(db)
      await sleep(500)
      await sql`select 1`.execute(transaction)
    })
    await expect(broken).rejects.toThrow()
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
    process.off('uncaughtExceptionMonitor', hear)
    await place.close()
    expect(unheard).toEqual([])
  })

  it('An unreachable Postgres is reported without the password', async () => {
    const opening = openJournal({ dataDir: '/nowhere', databaseUrl: 'postgres://ada:hush@127.0.0.1:1/understudy' })
    await expect(opening).rejects.toMatchObject({
      code: 'database-unreachable',
      message: expect.stringMatching(/127\.0\.0\.1:1\/understudy.*ECONNREFUSED.*DATABASE_URL/),
    })
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('hush') })
  })
})
