import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { hasNoPostgres, startRealPostgres, type RealPostgres } from '@/lib/testing/real-postgres'
import { verifyAudit } from './audit/verify'

interface Acknowledged {
  events: number[]
  audits: number[]
}

/** Runs a writer in a process of its own until it has acknowledged so many lines, then kills it in the middle of its work. */
async function writeUntilKilled(
  place: TestJournals,
  lines: number,
  firstEvent: number,
  kill: (writer: ReturnType<typeof spawn>) => void | Promise<void>,
): Promise<Acknowledged> {
  const { dataDir, databaseUrl } = place.place
  const writer = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', 'lib/testing/journal-writer.ts', dataDir, databaseUrl ?? '', String(firstEvent)],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, UNDERSTUDY_LOG_LEVEL: 'silent' } },
  )
  const told: Acknowledged = { events: [], audits: [] }
  const ended = new Promise((resolve) => writer.once('exit', resolve))
  let isKilled = false
  for await (const line of createInterface({ input: writer.stdout! })) {
    const [kind, number] = line.split(' ')
    told[kind === 'event' ? 'events' : 'audits'].push(Number(number))
    if (isKilled || told.events.length < lines / 4 || told.events.length + told.audits.length < lines) continue
    isKilled = true
    await kill(writer)
  }
  await ended
  return told
}

async function readBack(place: TestJournals) {
  const journal = await place.open()
  const events = (await journal.db.selectFrom('events').select('text').execute()).map(({ text }) => Number(text.slice(4)))
  const seqs = (await journal.db.selectFrom('audit').select('seq').orderBy('seq').execute()).map(({ seq }) => seq)
  return { events, seqs, proof: await verifyAudit(journal) }
}

async function expectNothingLost(place: TestJournals, told: readonly Acknowledged[]): Promise<void> {
  const { events, seqs, proof } = await readBack(place)
  const acknowledged = told.flatMap((one) => one.events)
  expect(acknowledged.length).toBeGreaterThan(20)
  expect(
    acknowledged.filter((event) => !events.includes(event)),
    'acknowledged events that are not there',
  ).toEqual([])
  expect(events.length, 'no event twice').toBe(new Set(events).size)
  expect(
    told.flatMap((one) => one.audits).filter((seq) => !seqs.includes(seq)),
    'acknowledged lines of the audit that are not there',
  ).toEqual([])
  expect(proof.brokenAt).toBeNull()
}

describe('a console that is killed while it writes', () => {
  it('A killed console loses nothing it acknowledged to SQLite, and the next one continues in the same file', async () => {
    const place = aJournalPlace()
    const sigkill = (writer: ReturnType<typeof spawn>) => void writer.kill('SIGKILL')
    const told = [await writeUntilKilled(place, 80, 1, sigkill), await writeUntilKilled(place, 80, 100_000, sigkill)]
    await expectNothingLost(place, told)
    await place.close()
  })

  describe.skipIf(hasNoPostgres())('the journal on Postgres', () => {
    let server: RealPostgres
    beforeAll(async () => {
      server = await startRealPostgres()
    })
    afterAll(() => server?.close())

    it('A killed console or database loses nothing that was acknowledged on Postgres', async () => {
      const place = aJournalPlace(await server.createDatabase())
      const told = [await writeUntilKilled(place, 80, 1, (writer) => void writer.kill('SIGKILL'))]
      told.push(
        await writeUntilKilled(place, 80, 100_000, async (writer) => {
          await server.crash()
          writer.kill('SIGKILL')
        }),
      )
      await server.start()
      await expectNothingLost(place, told)
      await place.close()
    })
  })
})
