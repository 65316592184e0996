import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { StatusPublisher } from '@/lib/status/publish/publisher'
import { createStatusService } from '@/lib/status/serve/service'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { aSnapshotAt } from '@/lib/testing/a-snapshot'
import { fillStatus } from '@/lib/testing/fill-status'
import { hasNoPostgres, startRealPostgres, type RealPostgres } from '@/lib/testing/real-postgres'
import { aSituation } from '@/lib/testing/situations'
import { createPage } from './pages'
import { removeOldStatus } from './retention'
import { createWebhook, listDue, listUnannounced, writeDeliveries } from './webhooks'

describe.skipIf(hasNoPostgres())('status pages on Postgres', () => {
  let postgres: RealPostgres
  let place: TestJournals
  let [one, two]: [Journal | null, Journal | null] = [null, null]
  beforeAll(async () => {
    postgres = await startRealPostgres()
    place = aJournalPlace(await postgres.createDatabase())
    one = await place.open()
    two = await place.open()
  })
  afterAll(async () => {
    await place?.close()
    await postgres?.close()
  })

  const anIncident = () => two!.db.selectFrom('status_incidents').selectAll().execute()

  test('One of two replicas records a lost leader once, and a reader of the same database shows it', async () => {
    const console = aFakeConsole()
    const calm = console.publish(aSnapshotAt(Date.now()).aSnapshot())
    await createPage(
      one!,
      {
        slug: 'east',
        title: 'East',
        description: null,
        isPublished: true,
        thresholdMs: 0,
        components: [{ clusterId: 'east', name: 'Orders', description: null, group: null }],
      },
      Date.now(),
    )
    const options = { console, log: pino({ level: 'silent' }), onWritten: () => undefined, onPulse: () => undefined }
    const publishers = [
      new StatusPublisher({ ...options, journal: async () => one!, holder: 'one' }),
      new StatusPublisher({ ...options, journal: async () => two!, holder: 'two' }),
    ]
    const service = createStatusService({ origin: 'http://localhost', journal: async () => two! })
    const stateOf = () => service.store.current()?.status.clusters.get('east')?.cluster.state
    await expect.poll(stateOf, { timeout: 180_000 }).toBe('operational')
    console.publish({ ...aSituation('leaderDied', Date.now()), cluster: calm.snapshot.cluster })
    await expect.poll(stateOf, { timeout: 180_000 }).toBe('taking-over')
    await sleep(1_500)
    expect(await anIncident()).toHaveLength(1)
    for (const publisher of publishers) await publisher.close()
    service.close()
  })

  test('Deliveries are written once, and old rows are removed', async () => {
    const pageId = await fillStatus(one!, ['Order stream'], Date.now())
    await createWebhook(one!, pageId, 'https://example.org/', Date.now())
    const news = await listUnannounced(one!)
    await one!.db.transaction().execute((writer) =>
      writeDeliveries(
        writer,
        news.map(({ updateId }) => updateId),
        [{ pageId, toBody: () => '{}' }],
        Date.now(),
      ),
    )
    expect([(await listDue(two!, Date.now())).length, (await listUnannounced(two!)).length]).toEqual([1, 0])
    expect(await removeOldStatus(two!, Date.now())).toBe(0)
    expect(await removeOldStatus(two!, Date.now() + 400 * 86_400_000)).toBeGreaterThan(0)
  })
})
