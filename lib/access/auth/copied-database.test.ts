import { createHmac } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { anAccess, type TestAccess } from '@/lib/testing/an-access'
import { aJournalPlace } from '@/lib/testing/a-journal'
import { getSignIns } from '../sign-ins'
import { loadSecret } from './secret'

let people: TestAccess
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
})
afterEach(() => people.close())

/** Every text in every table. */
async function readCopy(): Promise<string[]> {
  const { db } = people.access.journal
  const { rows: tables } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)
  const rows = await Promise.all(
    tables.map(async ({ name }) => (await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)).rows),
  )
  const texts = rows
    .flat()
    .flatMap((row) => Object.values(row))
    .filter((value): value is string => typeof value === 'string')
  return [...new Set(texts)].filter((text) => text.length >= 20)
}

const sign = (token: string, secret: string) =>
  `understudy-8080.session_token=${encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`)}`

test('A copy of the database is not enough to forge a session cookie', async () => {
  const { cookie, id } = await people.addPerson('administrator')
  const known = await readCopy()
  const signIns = await getSignIns()
  const made = known.flatMap((token) => [...known, people.access.secret].map((secret) => sign(token, secret)))
  const letIn = (await Promise.all(made.map((one) => signIns.findSignedIn(new Headers({ cookie: one }))))).filter((one) => one !== null)
  expect([made.length > 100, letIn]).toEqual([true, []])
  const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
  expect(
    (await signIns.findSignedIn(new Headers({ cookie: sign(token, people.access.secret) })))?.actor.id,
    'with the token itself it does: the attempts above were made as they have to be',
  ).toBe(id)
  expect([known.includes(token), known.includes(people.access.secret)]).toEqual([false, false])
})

test('The signing secret is a private file that stays the same across restarts and parallel starts', async () => {
  const place = aJournalPlace()
  const journal = await place.open()
  const { dataDir } = place.place
  const both = await Promise.all([1, 2, 3, 4].map(() => loadSecret(journal, { given: null, dataDir })))
  const file = join(dataDir, 'session-secret')
  expect([
    new Set([...both, await loadSecret(journal, { given: null, dataDir })]).size,
    statSync(file).mode & 0o777,
    readFileSync(file, 'utf8').trim(),
  ]).toEqual([1, 0o600, both[0]])
  chmodSync(file, 0o644)
  await loadSecret(journal, { given: null, dataDir })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  writeFileSync(file, 'short')
  expect((await loadSecret(journal, { given: null, dataDir })).length, 'one that is too short is not used').toBeGreaterThan(31)
  await place.close()
})

test('The secret from UNDERSTUDY_SECRET leaves no file', async () => {
  const place = aJournalPlace()
  const given = 'x'.repeat(32)
  expect([
    await loadSecret(await place.open(), { given, dataDir: place.place.dataDir }),
    existsSync(join(place.place.dataDir, 'session-secret')),
  ]).toEqual([given, false])
  await place.close()
})
