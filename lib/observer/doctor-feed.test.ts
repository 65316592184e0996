import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { normalHosts } from '@/lib/settings/cluster-settings'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { readConfFolder } from '@/lib/sources/conf-folder/read'
import { notLookedAt } from '@/lib/model/first-snapshot'
import { someFacts } from '@/lib/testing/some-facts'
import { aSnapshotAt } from '@/lib/testing/a-snapshot'
import { startDoctorFeed, type DoctorFeed } from './doctor-feed'
import { createDoctorSemaphore } from './doctor-semaphore'
import { createStartupGate } from './startup-gate'
import type { GatheredFacts } from './feed'
import { createPeerClusters } from './peer-clusters'

let folder: string
let feeds: DoctorFeed[]

beforeEach(async () => {
  feeds = []
  folder = await mkdtemp(join(tmpdir(), 'understudy-doctor-feed-'))
  await mkdir(join(folder, 'conf'))
  await mkdir(join(folder, 'hadoop'))
  await write(
    'conf/flink-conf.yaml',
    `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk1:2181,zk2:2181,zk3:2181\nhigh-availability.storageDir: hdfs:///flink/ha\nyarn.application-attempts: 4\nenv.yarn.conf.dir: ${join(folder, 'hadoop')}\n`,
  )
})
afterEach(async () => {
  for (const feed of feeds) feed.close()
  await rm(folder, { recursive: true, force: true })
})

const write = (path: string, text: string) => writeFile(join(folder, path), text)
const read = () => readConfFolder(join(folder, 'conf'))

function makeShared() {
  const startupGate = createStartupGate()
  return { peers: createPeerClusters(vi.fn()), startupGate, doctorSemaphore: createDoctorSemaphore(startupGate, vi.fn()) }
}

function start(over: Partial<GatheredFacts> = {}, shared = makeShared(), id = 'east') {
  const facts: GatheredFacts = someFacts(null, over)
  const changed = vi.fn()
  const feed = startDoctorFeed(
    { id, name: id, confDir: join(folder, 'conf'), flinkHome: null, zookeeper: null, hosts: normalHosts, webUi: null },
    facts,
    shared,
    changed,
  )
  feeds.push(feed)
  return { facts, feed, changed, shared, rules: () => facts.doctor?.findings.map(({ rule }) => rule) ?? null }
}

const aPicture = (): ClusterSnapshot => aSnapshotAt(Date.now()).aSnapshot()

it('The doctor examines a changed file again, also yarn-site.xml of Hadoop, and publishes the findings', async () => {
  const { feed, rules, changed } = start()
  await write(
    'hadoop/yarn-site.xml',
    '<configuration><property><name>yarn.resourcemanager.am.max-attempts</name><value>8</value></property></configuration>',
  )
  feed.take(await read())
  feed.look(aPicture())
  await vi.waitFor(() => expect(rules()).not.toBe(null), 60_000)
  expect(rules()).not.toContain('yarn/attempts-bounded')
  expect(changed).toHaveBeenCalledWith('bulk')
  await write(
    'hadoop/yarn-site.xml',
    '<configuration><property><name>yarn.resourcemanager.am.max-attempts</name><value>3</value></property></configuration>',
  )
  await vi.waitFor(() => expect(rules()).toContain('yarn/attempts-bounded'), 60_000)
  await write('conf/flink-conf.yaml', 'high-availability: zookeeper\n')
  feed.take(await read())
  await vi.waitFor(() => expect(rules()).toContain('options/missing-value'), 60_000)
  expect((await feed.view())?.counts.errors).toBeGreaterThan(0)
})

it('A yarn-site.xml that cannot be read is a finding', async () => {
  const { feed, rules } = start()
  await mkdir(join(folder, 'hadoop/yarn-site.xml'))
  feed.take(await read())
  feed.look(aPicture())
  await vi.waitFor(() => expect(rules()).toContain('files/not-a-file'), 60_000)
  await rm(join(folder, 'hadoop/yarn-site.xml'), { recursive: true })
  await write('hadoop/yarn-site.xml', '\u0000\u0001<configuration/>')
  await chmod(join(folder, 'hadoop/yarn-site.xml'), 0o644)
  await vi.waitFor(() => expect(rules()).not.toContain('files/not-a-file'), 60_000)
})

it('The doctor gives the event loop a turn between long rules, and drops findings of a folder that was read anew meanwhile', async () => {
  const looks: (() => void | Promise<void>)[] = []
  const shared = { ...makeShared(), doctorSemaphore: { ask: (look: () => void | Promise<void>) => (looks.push(look), () => {}) } }
  const { feed, facts } = start({}, shared)
  feed.take(await read())
  feed.look(aPicture())
  // The first to run is the probe of the host.
  await vi.waitFor(() => expect(looks).toHaveLength(2), 60_000)
  let now = performance.now()
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 10))
  let turns = 0
  const count = () => void (facts.doctor !== null || (turns++, setImmediate(count)))
  setImmediate(count)
  await looks[1]!()
  expect(turns).toBeGreaterThan(50)
  expect(facts.doctor?.findings.length).toBeGreaterThan(0)

  const before = facts.doctor
  const dropped = looks[1]!()
  feed.take(await read())
  await dropped
  clock.mockRestore()
  expect(facts.doctor).toBe(before)
})

it('The doctor examines a changed observation again', async () => {
  const { feed, facts, rules } = start()
  feed.take(await read())
  feed.look(aPicture())
  await vi.waitFor(() => expect(rules()).not.toBe(null), 60_000)
  facts.members = facts.members.map((member) => ({
    ...member,
    answer: member.answer.known ? { ...member.answer, value: { ...member.answer.value, mode: 'words-off' } } : member.answer,
  }))
  feed.look({ ...aPicture(), quorum: { ...aPicture().quorum } })
  await vi.waitFor(() => expect(rules()).toContain('zookeeper/silent-members'), 60_000)
})

it('The doctor waits for the first snapshot of its own and other clusters, but not for a silent ZooKeeper', async () => {
  const loading = someFacts(null).tree
  const one = start({ tree: { ...loading, status: 'loading' } })
  const other = start({}, one.shared, 'west')
  for (const { feed } of [one, other]) feed.take(await read())
  other.feed.look(aPicture())
  await sleep(1_000)
  expect([one.rules(), other.rules()]).toEqual([null, null])
  one.facts.tree = { ...loading, status: 'live' }
  const { recovery } = aPicture()
  one.feed.look({
    ...aPicture(),
    recovery: {
      ...recovery,
      jobs: recovery.jobs.map((job) => ({
        ...job,
        graph: job.graph && { ...job.graph, target: 'unchecked' as const, detail: notLookedAt },
      })),
    },
  })
  await sleep(500)
  expect([one.rules(), other.rules()], 'while its files are looked at').toEqual([null, null])
  one.feed.look(aPicture())
  await vi.waitFor(() => expect([one.rules(), other.rules()]).toEqual([expect.any(Array), expect.any(Array)]), 60_000)
  const silent = start({ tree: { ...loading, status: 'loading' }, session: { ...someFacts(null).session, state: 'connecting' } })
  silent.feed.take(await read())
  await vi.waitFor(() => expect(silent.rules()).not.toBe(null), 60_000)
})
