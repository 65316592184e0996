import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createPage } from '@/lib/status/store/pages'
import { addIncidentUpdate, listIncidents } from '@/lib/status/store/incidents'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace } from '@/lib/testing/a-journal'
import { ask, listen, readLive } from '@/lib/testing/ask-status'
import { situations, aSituation, type SituationName } from '@/lib/testing/situations'
import { publicStates } from './model/public-state'
import { phaseWords } from './model/texts'
import { toPublicCluster } from './model/public-cluster'
import { StatusPublisher } from './publish/publisher'
import { createStatusServer } from './serve/node-server'
import { createStatusService } from './serve/service'

/** What the public may read although the snapshot contains it too: words of the program, never of an installation. */
const isPublicWord = (text: string) =>
  text in phaseWords || (publicStates as readonly string[]).includes(text) || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)
/** Excludes short texts and common words that pages use themselves ("leader", "running"). */
const isTelling = (text: string) => text.length >= 5 && /[^a-z-]/.test(text)

/** Every name, address, path, id and sentence of a snapshot. */
function collectTexts(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value)
  else if (Array.isArray(value)) value.forEach((one) => collectTexts(one, found))
  else if (value !== null && typeof value === 'object') Object.values(value).forEach((one) => collectTexts(one, found))
  return found
}

const internalTexts = (snapshot: ClusterSnapshot) => [...collectTexts(snapshot)].filter((text) => isTelling(text) && !isPublicWord(text))

/** A short secret counts only as a whole word: random ids and entity tags hold any three letters sooner or later. */
function toLeaked(secrets: Iterable<string>, bytes: string): string[] {
  const words = bytes.replace(/\\[nrt]/g, ' ')
  const isWordOf = (secret: string) =>
    words.split(secret).some((before, index, parts) => index < parts.length - 1 && !/\w$/.test(before) && !/^\w/.test(parts[index + 1]!))
  return [...secrets].filter((secret) => (secret.length > 8 ? bytes.includes(secret) : isWordOf(secret)))
}

test.each(Object.keys(situations) as SituationName[])('The public view of %s contains only states, counts and times', (name) => {
  const text = JSON.stringify(toPublicCluster(aSituation(name, Date.now()), Date.now()))
  expect(internalTexts(aSituation(name, Date.now())).filter((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))).toEqual([])
})

test('No internal name, address or sentence of a cluster reaches a public byte, headers and errors included', async () => {
  const place = aJournalPlace()
  const journal = await place.open()
  const console = aFakeConsole()
  const calm = console.publish({
    ...aSituation('allIsWell', Date.now()),
    cluster: { ...aSituation('allIsWell').cluster, id: 'east', name: 'east-production', confDir: '/opt/flink-east/conf' },
  })
  await createPage(
    journal,
    {
      slug: 'streams',
      title: 'Acme streams',
      description: null,
      isPublished: true,
      thresholdMs: 10_000,
      components: [{ clusterId: 'east', name: 'Orders', description: null, group: null }],
    },
    Date.now(),
  )
  const declaration = {
    file: '/etc/understudy-east.yaml',
    pages: [
      {
        slug: 'streams',
        title: 'Acme streams',
        description: null,
        isPublished: true,
        thresholdMs: 10_000,
        components: [{ clusterId: 'east', name: 'Orders', description: null, group: null }],
      },
    ],
  }
  const publisher = new StatusPublisher({
    console: { ...console, declaration: () => declaration },
    journal: async () => journal,
    holder: 'internal-replica-7',
    log: pino({ level: 'silent' }),
    onWritten: () => undefined,
    onPulse: () => undefined,
  })
  const service = createStatusService({ origin: 'http://localhost', journal: async () => journal })
  const server = createStatusServer(service)
  const port = await listen(server)
  await expect.poll(() => service.store.current()?.status.clusters.get('east')?.cluster.state, { timeout: 60_000 }).toBe('operational')
  const died = console.publish({ ...aSituation('leaderDied', Date.now()), cluster: calm.snapshot.cluster })
  await expect.poll(() => listIncidents(journal, 0).then((all) => all.length), { timeout: 60_000 }).toBe(1)
  await addIncidentUpdate(
    journal,
    (await listIncidents(journal, 0))[0]!,
    { status: 'identified', body: 'A cable.' },
    'ada-the-operator@example.org',
    Date.now(),
  )
  await service.store.look()

  const componentId = service.store.current()!.status.pages[0]!.components[0]!.id
  const below = [
    '',
    '/embed',
    '/badge.svg',
    '/icon.svg',
    `/components/${componentId}/badge.svg`,
    '/feed.atom',
    '/feed.rss',
    '/feed.json',
    ...[
      'summary',
      'status',
      'components',
      'incidents',
      'incidents/unresolved',
      'scheduled-maintenances',
      'scheduled-maintenances/upcoming',
      'scheduled-maintenances/active',
    ].map((name) => `/api/v2/${name}.json`),
  ]
  const paths = [
    ...below.map((path) => `/status/streams${path}`),
    '/status/east',
    '/status/streams/nothing',
    '/api/v1/clusters',
    '/healthz',
  ]
  const answers = await Promise.all([
    ...paths.map((path) => ask(port, path)),
    ask(port, '/status/streams', { method: 'POST' }),
    ask(port, '/status/streams/badge.svg', { headers: { 'if-none-match': '*' } }),
  ])
  const live = await readLive(port, '/status/streams/live', (events) => events.length > 0)
  const bytes = [...answers.map(({ headers, text }) => `${JSON.stringify(headers)}\n${text}`), JSON.stringify(live)].join('\n')

  const secrets = new Set([
    ...internalTexts(calm.snapshot),
    ...internalTexts(died.snapshot),
    'east-production',
    '/etc/understudy-east.yaml',
    'understudy-east',
    'ada-the-operator@example.org',
    'internal-replica-7',
    'jm1',
    'jm2',
    'zk1',
    '8081',
    '2181',
    '/opt/flink',
    'orders-enrichment',
    'pekko',
  ])
  expect(secrets.size).toBeGreaterThan(60)
  expect(toLeaked(secrets, bytes)).toEqual([])
  // The search itself works: public text is found, and so would a name be.
  expect(toLeaked(['jm1', '8081'], `${bytes}"http://jm1:8081"`)).toEqual(['jm1', '8081'])
  expect(toLeaked(['jm1'], JSON.stringify({ text: 'failed\njm1.example' }))).toEqual(['jm1'])
  expect(bytes).toContain('Orders')
  expect(bytes).toContain('A cable.')
  expect(bytes).toContain('Orders is')

  await publisher.close()
  service.close()
  server.closeAllConnections()
  server.close()
  await place.close()
})
