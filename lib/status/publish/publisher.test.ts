import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { changeStatus } from '@/lib/status/store/change'
import { listSpans } from '@/lib/status/store/clusters'
import { readHead } from '@/lib/status/store/head'
import { listIncidents } from '@/lib/status/store/incidents'
import { createMaintenance, listMaintenances } from '@/lib/status/store/maintenances'
import { createPage, listPages } from '@/lib/status/store/pages'
import type { Declaration } from '@/lib/status/model/declared-pages'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { aSnapshotAt } from '@/lib/testing/a-snapshot'
import { aSituation } from '@/lib/testing/situations'
import { StatusPublisher } from './publisher'

let place: TestJournals
let journal: Journal
let console: FakeConsole
const publishers: StatusPublisher[] = []

beforeEach(async () => {
  place = aJournalPlace()
  journal = await place.open()
  console = aFakeConsole()
  console.publish(aSnapshotAt(Date.now()).aSnapshot())
})
afterEach(async () => {
  for (const publisher of publishers.splice(0)) await publisher.close()
  await place.close()
})

const start = (holder: string, on = console, written = () => {}) => {
  const publisher = new StatusPublisher({
    console: on,
    journal: async () => journal,
    holder,
    log: pino({ level: 'silent' }),
    onWritten: written,
    onPulse: () => undefined,
  })
  publishers.push(publisher)
  return publisher
}
const makePage = () =>
  createPage(
    journal,
    {
      slug: 'streams',
      title: 'Streams',
      description: null,
      isPublished: true,
      thresholdMs: 0,
      components: [{ clusterId: 'east', name: 'Order stream', description: null, group: null }],
    },
    Date.now(),
  )
const lose = () => {
  const died = aSituation('leaderDied', Date.now())
  console.publish({
    ...died,
    cluster: aSnapshotAt(Date.now()).aSnapshot().cluster,
    takeover: { ...died.takeover, since: new Date().toISOString() },
  })
}

async function eventually<T>(what: string, look: () => Promise<T>, isRight: (value: T) => boolean, limitMs = 60_000): Promise<T> {
  const end = Date.now() + limitMs
  for (;;) {
    const value = await look()
    if (isRight(value)) return value
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}; it is ${JSON.stringify(value)}`)
    await sleep(10)
  }
}
const observed = () => readHead(journal).then(({ observedAt }) => observedAt.east)

describe('the publisher', () => {
  test('The publisher records a lost leader with its incident', async () => {
    await makePage()
    start('one')
    await eventually('the first pulse', observed, (at) => at !== undefined)
    lose()
    const [incident] = await eventually(
      'an incident',
      () => listIncidents(journal, 0),
      (all) => all.length === 1,
    )
    expect([incident!.clusterId, incident!.status, incident!.updates.length]).toEqual(['east', 'investigating', 1])
    const spans = await listSpans(journal, 0)
    expect(spans.map(({ state, to }) => [state, to === null])).toEqual([
      ['operational', false],
      ['taking-over', true],
    ])
  })

  test('The publisher resolves the incident when the leader is back and all work runs', async () => {
    await makePage()
    start('one')
    await eventually('the first pulse', observed, (at) => at !== undefined)
    lose()
    await eventually(
      'an incident',
      () => listIncidents(journal, 0),
      (all) => all.length === 1,
    )
    const later = aSituation('afterOutage', Date.now() + 120_000)
    console.publish({
      ...later,
      cluster: console.findSnapshot('east')!.snapshot.cluster,
      takeover: { ...later.takeover, phases: later.takeover.phases.map((phase) => ({ ...phase, at: new Date().toISOString() })) },
    })
    const [incident] = await eventually(
      'it is resolved',
      () => listIncidents(journal, 0),
      (all) => all[0]?.resolvedAt !== null,
    )
    expect(incident!.updates.map(({ status }) => status)).toEqual(['resolved', 'monitoring', 'investigating'])
  })

  test('The publisher pulses each second while nothing changes, but not for an unknown state', async () => {
    await makePage()
    start('one')
    const first = await eventually('the first pulse', observed, (at) => at !== undefined)
    const version = (await readHead(journal)).version
    await eventually('the next pulse', observed, (at) => at! > first!)
    expect((await readHead(journal)).version).toBe(version)
    console.publish({ ...aSituation('zookeeperLost', Date.now()), cluster: console.findSnapshot('east')!.snapshot.cluster })
    await eventually(
      'it is unknown',
      () => readHead(journal),
      (head) => head.version > version,
    )
    const last = await observed()
    await sleep(1_300)
    expect(await observed()).toBe(last)
  })

  test('One of two replicas publishes, and the other continues when it ends', async () => {
    await makePage()
    const one = start('one')
    await eventually('the first pulse', observed, (at) => at !== undefined)
    start('two')
    lose()
    await eventually(
      'an incident',
      () => listIncidents(journal, 0),
      (all) => all.length > 0,
    )
    await sleep(1_200)
    expect(await listIncidents(journal, 0)).toHaveLength(1)
    publishers.splice(publishers.indexOf(one), 1)
    await one.close()
    const at = await observed()
    await eventually('the other pulses', observed, (next) => next! > at!)
    expect(await listIncidents(journal, 0)).toHaveLength(1)
  })

  test('The publisher takes up a page that was created while it runs', async () => {
    start('one')
    await sleep(300)
    await makePage()
    await eventually('a pulse for it', observed, (at) => at !== undefined)
  })

  test('The publisher creates, takes over and releases pages as the file declares, and keeps public ids', async () => {
    const madeId = await makePage()
    const before = (await listPages(journal))[0]!.components[0]!
    const draft = {
      slug: 'streams',
      title: 'Declared',
      description: null,
      isPublished: true,
      thresholdMs: 10_000,
      components: [{ clusterId: 'east', name: 'Orders', description: null, group: null }],
    }
    let declaration: Declaration = { pages: [draft, { ...draft, slug: 'more', isPublished: false }], file: '/etc/understudy.yaml' }
    console = { ...console, declaration: () => declaration }
    start('one', console)
    const shown = () =>
      listPages(journal).then((pages) => pages.map(({ slug, title, isPublished, declaredIn }) => [slug, title, isPublished, declaredIn]))
    await eventually('both are declared', shown, (pages) => pages.every((page) => page[3] !== null) && pages.length === 2)
    expect(await shown()).toEqual([
      ['streams', 'Declared', true, '/etc/understudy.yaml'],
      ['more', 'Declared', false, '/etc/understudy.yaml'],
    ])
    expect((await listPages(journal))[0]).toMatchObject({ id: madeId, components: [{ id: before.id, name: 'Orders' }] })
    const writtenAt = () => listPages(journal).then((pages) => pages.map(({ updatedAt }) => updatedAt))
    const first = await writtenAt()
    await sleep(1_200)
    expect(await writtenAt(), 'nothing is written while the file says the same').toEqual(first)
    const { version } = await readHead(journal)
    declaration = { pages: [], file: '/etc/understudy.yaml' }
    await eventually('both are given back, and off', shown, (pages) =>
      pages.every(([, , isPublished, declaredIn]) => !isPublished && declaredIn === null),
    )
    expect((await readHead(journal)).version, 'readers look at the pages again').toBeGreaterThan(version)
    expect(
      (await journal.db.selectFrom('audit').select(['action', 'target', 'actor_name']).orderBy('seq').execute()).map(
        ({ action, target, actor_name: by }) => [action, target, by],
      ),
    ).toEqual([
      ['status-page.declare', 'streams', null],
      ['status-page.declare', 'more', null],
      ['status-page.release', 'streams', null],
      ['status-page.release', 'more', null],
    ])
  })

  test('The publisher announces the begin and the end of a maintenance once each', async () => {
    const pageId = await makePage()
    const now = Date.now()
    await createMaintenance(
      journal,
      { pageId, clusterIds: ['east'], title: 'New disks', body: 'Soon.', startsAt: now, endsAt: now + 3_600_000 },
      now,
    )
    start('one')
    await eventually(
      'its begin',
      () => listMaintenances(journal, 0),
      ([first]) => first?.updates.length === 2,
    )
    await changeStatus(journal, Date.now(), (writer) => writer.updateTable('status_maintenances').set({ ends_at: Date.now() }).execute())
    const [one] = await eventually(
      'both turns',
      () => listMaintenances(journal, 0),
      ([first]) => first?.updates.length === 3,
    )
    expect(one!.updates.map(({ status }) => status)).toEqual(['completed', 'in_progress', 'scheduled'])
    await sleep(1_200)
    expect((await listMaintenances(journal, 0))[0]!.updates).toHaveLength(3)
  })
})
