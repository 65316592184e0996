import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { aJournalPlace } from '@/lib/testing/a-journal'
import { describeJournal } from '@/lib/testing/journal-contract'
import { describeRecorder } from '@/lib/testing/recorder-contract'
import { describeReading } from '@/lib/testing/activity-contract'
import { closeJournal, findJournalProblem, getJournal } from './database'
import { getJournalChanges } from './changes'
import { openJournal } from './open'

describeJournal('SQLite', async () => aJournalPlace())
describeRecorder('SQLite', async () => aJournalPlace())
describeReading('SQLite', async () => aJournalPlace())

describe('the data folder', () => {
  const folders: string[] = []
  const makeFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-data-'))
    folders.push(folder)
    return folder
  }
  afterEach(async () => {
    await closeJournal()
    vi.unstubAllEnvs()
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  it('The data folder is created for its owner alone, and commits are synced to disk', async () => {
    const dataDir = join(makeFolder(), 'deep', 'er')
    const journal = await openJournal({ dataDir, databaseUrl: null })
    const pragmas = await Promise.all(
      ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'].map(
        async (name) => Object.values((await sql`pragma ${sql.raw(name)}`.execute(journal.db)).rows[0] ?? {})[0],
      ),
    )
    await journal.close()
    expect([statSync(dataDir).mode & 0o777, statSync(join(dataDir, 'journal.sqlite')).mode & 0o777]).toEqual([0o700, 0o600])
    expect(pragmas).toEqual(['wal', 2, 1, 5000])
  })

  it('A data folder that cannot be created is reported with advice', async () => {
    const file = join(makeFolder(), 'file')
    writeFileSync(file, '')
    await expect(openJournal({ dataDir: join(file, 'data'), databaseUrl: null })).rejects.toMatchObject({
      code: 'folder-unusable',
      message: expect.stringContaining('UNDERSTUDY_DATA_DIR'),
    })
  })

  it('A damaged database file is reported with advice', async () => {
    const dataDir = makeFolder()
    writeFileSync(join(dataDir, 'journal.sqlite'), 'no database at all, but long enough to be taken for one '.repeat(40))
    await expect(openJournal({ dataDir, databaseUrl: null })).rejects.toMatchObject({
      code: 'database-unusable',
      message: expect.stringMatching(/SQLITE_NOTADB.*backup/),
    })
  })

  it('An unusable data folder is tried again, and its problem is reported meanwhile', async () => {
    vi.stubEnv('UNDERSTUDY_LOG_LEVEL', 'silent')
    const dataDir = join(makeFolder(), 'data')
    writeFileSync(dataDir, '')
    vi.stubEnv('UNDERSTUDY_DATA_DIR', dataDir)
    const told: (string | null)[] = []
    const stop = getJournalChanges().subscribe(['activity', 'emergency-stop'], () => told.push(findJournalProblem()))
    await expect(getJournal()).rejects.toThrow('cannot be made')
    expect(findJournalProblem()).toContain(dataDir)
    const start = Date.now()
    const now = vi.spyOn(Date, 'now').mockReturnValue(start + 6_000)
    await expect(getJournal(), 'tried again in vain, which is no news').rejects.toThrow('cannot be made')
    rmSync(dataDir)
    mkdirSync(dataDir)
    chmodSync(dataDir, 0o700)
    await expect(getJournal()).rejects.toThrow('cannot be made')
    now.mockReturnValue(start + 12_000)
    await expect(getJournal()).resolves.toMatchObject({ dialect: 'sqlite' })
    vi.restoreAllMocks()
    expect(findJournalProblem()).toBeNull()
    stop()
    expect([told.length, told[0], told.at(-1)], 'whoever shows the activity hears of both').toEqual([
      2,
      expect.stringContaining(dataDir),
      null,
    ])
  })
})
