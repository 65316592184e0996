import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DanglingItem } from '@/lib/model/dangling/removal'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { createZooKeeperClient, type ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { loadRecordedTree } from '@/lib/testing/recorded/recorded-flink'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import type { Backup } from './backup-file'
import { collectBackup } from './collect-backup'
import { readJobParts } from './job-parts'
import { readFreshTree } from './fresh-tree'
import { removeItems } from './remove-items'
import { restoreZnodes } from './restore-znodes'

const job = 'c'.repeat(32)
const other = 'd'.repeat(32)
const item: DanglingItem = { kind: 'job', path: job }
let ensemble: RealZooKeeper
let client: ZooKeeperClient
let place: ElectionPlace
let storageDir: string
let seen: ClusterSnapshot
let number = 0

/** A pointer as Flink 1.2 to 2.3 writes it: a recorded one with another file and length. */
function aPointer(path: string, bytes: number): Buffer {
  const recorded = [...loadRecordedTree('1.20.1', '03-running').values()].find((node) => /^jobgraphs\/[0-9a-f]{32}$/.test(node.path))
  const uri = Buffer.from(`file:${path}`)
  const head = Buffer.from(recorded!.data!).subarray(0, 0x1ae)
  head.writeBigInt64BE(BigInt(bytes), 0x123)
  head.writeUInt16BE(uri.length, 0x1ac)
  return Buffer.concat([head, uri, Buffer.from([0x78])])
}

beforeAll(async () => {
  ensemble = await startZooKeeper({ members: 1 })
  client = createZooKeeperClient({ servers: ensemble.connectString })
})
afterAll(async () => {
  await client?.close()
  await ensemble?.close()
  await rm(storageDir, { recursive: true, force: true })
})

const graph = () => join(storageDir, 'default', 'submittedJobGraph1')
const checkpoint = () => join(storageDir, 'default', 'completedCheckpoint1')
const shared = () => join(storageDir, 'default', 'completedCheckpoint2')

async function make(path: string, data: Buffer | string = '', as = client): Promise<void> {
  const parts = `${place.root}/${path}`.split('/').slice(1)
  for (let i = 1; i < parts.length; i++) await as.create(`/${parts.slice(0, i).join('/')}`, Buffer.alloc(0)).catch(() => undefined)
  await as.create(`${place.root}/${path}`, Buffer.from(data))
}

/** Two jobs in a root of their own; the graph's file of the first has `bytes` bytes, null: it is missing. */
async function aCluster(bytes: number | null, { mayDelete = true } = {}): Promise<void> {
  storageDir = await mkdtemp(join(tmpdir(), 'understudy-forget-'))
  await mkdir(join(storageDir, 'default'))
  place = { client, root: `/flink/${++number}`, names: {} }
  const { recovery, cluster, jobManagers } = aSnapshot()
  seen = aSnapshot({
    leader: null,
    cluster: { ...cluster, clusterId: '/default' },
    jobManagers,
    recovery: { ...recovery, areJobsReported: false, storageDir: `file:${storageDir}` },
  })
  for (const file of [checkpoint(), shared()]) await writeFile(file, 'state')
  if (bytes !== null) await writeFile(graph(), 'g'.repeat(bytes))
  await make('jobgraphs')
  const acl = [{ permissions: mayDelete ? 31 : 23, scheme: 'world', id: 'anyone' }]
  await client.create(`${place.root}/jobs`, Buffer.alloc(0), { acl })
  await make(`jobs/${job}/checkpoints/0000000000000000007`, aPointer(checkpoint(), 5))
  await make(`jobs/${job}/checkpoints/0000000000000000007/locks`)
  await make(`jobs/${job}/checkpoints/0000000000000000006`, aPointer(shared(), 5))
  await make(`jobs/${job}/checkpoint_id_counter`, Buffer.from([0, 0, 0, 8]))
  await make(`jobgraphs/${job}`, aPointer(graph(), 9))
  await make(`jobgraphs/${job}/locks`)
  await make(`leader/job-${job}`)
  await make(`jobs/${other}/checkpoints/0000000000000000003`, aPointer(shared(), 5))
  await make(`jobgraphs/${other}`, aPointer('/etc/hostname', 5))
}

/** A JobManager that begins to lead: it has a latch and has locked the graph. */
async function aContender(): Promise<ZooKeeperClient> {
  const contender = createZooKeeperClient({ servers: ensemble.connectString })
  await make('leader/latch')
  await contender.create(`${place.root}/leader/latch/_c_12345678-1234-1234-1234-123456789abc-latch-0000000001`, Buffer.alloc(0), {
    mode: 'ephemeral',
  })
  await contender.create(`${place.root}/jobgraphs/${job}/locks/x`, Buffer.alloc(0), { mode: 'ephemeral' })
  return contender
}

async function backUp(): Promise<Backup> {
  const tree = await readFreshTree(place)
  return collectBackup([item], { place, tree, clusterId: 'east', jobs: new Map([[job, await readJobParts(job, tree, place, seen)]]) })
}
const context = { signal: new AbortController().signal, say: () => undefined, backupName: 'B' }
const forget = (backup: Backup, over: Partial<ElectionPlace> = {}) =>
  removeItems([item], backup, { ...context, place: { ...place, ...over }, snapshot: () => seen })
const names = async () => [...(await readFreshTree(place)).nodes.keys()].filter((path) => path.includes(job)).sort()

describe('a job that is forgotten', () => {
  it('Its znodes go in one transaction, and its metadata files after them; what another pointer names and other jobs stay', async () => {
    await aCluster(9)
    const backup = await backUp()
    expect(backup.files.map(({ path }) => path).sort()).toEqual([checkpoint(), graph()])
    const sent: number[] = []
    const counting = Object.assign(Object.create(client) as ZooKeeperClient, {
      multi: ((requests) => (sent.push(requests.length), client.multi(requests))) as ZooKeeperClient['multi'],
    })
    expect(await forget(backup, { client: counting })).toEqual({ removed: [`job ${job}`], kept: [] })
    expect(sent).toEqual([backup.znodes.length])
    expect(await names()).toEqual([])
    for (const file of [graph(), checkpoint()]) await expect(readFile(file)).rejects.toThrow('ENOENT')
    expect(await readFile(shared(), 'utf8')).toBe('state')
    expect(await client.exists(`${place.root}/jobgraphs/${other}`)).not.toBeNull()
  })

  it('A pointer of the job that names a file which is not Flink’s metadata costs that file nothing', async () => {
    await aCluster(9)
    const foreign = join(storageDir, 'keep-me')
    const outside = join(storageDir, 'default', '..', 'completedCheckpoint9')
    for (const file of [foreign, outside]) await writeFile(file, 'mine')
    await make(`jobs/${job}/checkpoints/0000000000000000008`, aPointer(foreign, 4))
    await make(`jobs/${job}/checkpoints/0000000000000000009`, aPointer('/etc/hostname', 4))
    const backup = await backUp()
    expect(backup.files.map(({ path }) => path).sort()).toEqual([checkpoint(), graph()])
    expect(await forget(backup)).toMatchObject({ removed: [`job ${job}`] })
    expect(await readFile(foreign, 'utf8')).toBe('mine')
    expect(await readFile('/etc/hostname', 'utf8')).not.toBe('')
  })

  it.each([
    ['missing', null],
    ['too short', 4],
  ])('With a graph that is %s it goes together with the lock of a JobManager that is about to end', async (_, bytes) => {
    await aCluster(bytes)
    const contender = await aContender()
    const backup = await backUp()
    expect(backup.znodes.map(({ path }) => path)).not.toContain(`jobgraphs/${job}/locks/x`)
    expect(await forget(backup)).toMatchObject({ removed: [`job ${job}`] })
    expect(await names()).toEqual([])
    await contender.close()
  })

  it('With a graph that can be read it stays while a JobManager takes part, and goes when its session has ended', async () => {
    await aCluster(9)
    const contender = await aContender()
    const backup = await backUp()
    expect((await forget(backup)).kept[0]).toContain('Stop every JobManager, forget the job')
    await contender.close()
    expect(await forget(backup)).toMatchObject({ removed: [`job ${job}`] })
  })

  it('A lock that appears between reading and removal makes the transaction fail, and the job is read again', async () => {
    await aCluster(null)
    const contender = await aContender()
    const backup = await backUp()
    let tries = 0
    const late = Object.assign(Object.create(client) as ZooKeeperClient, {
      multi: (async (requests) => {
        if (tries++ < 2) await contender.create(`${place.root}/jobgraphs/${job}/locks/late${tries}`, Buffer.alloc(0), { mode: 'ephemeral' })
        return client.multi(requests)
      }) as ZooKeeperClient['multi'],
    })
    expect(await forget(backup, { client: late })).toMatchObject({ removed: [`job ${job}`] })
    expect([tries, await names()]).toEqual([3, []])
    await contender.close()
  })

  it('Where ZooKeeper does not let the console remove it, all of it stays and the message has the commands', async () => {
    await aCluster(9, { mayDelete: false })
    const backup = await backUp()
    const before = await names()
    const [why] = (await forget(backup)).kept
    expect(why).toContain('ZooKeeper does not allow this console to remove it.')
    expect(why).toContain(
      `\`deleteall ${place.root}/jobgraphs/${job}\`, then \`deleteall ${place.root}/leader/job-${job}\`, then \`deleteall ${place.root}/jobs/${job}\` in zkCli.sh`,
    )
    expect(await names()).toEqual(before)
    expect(await readFile(graph(), 'utf8')).toBe('g'.repeat(9))
  })

  it('It is restored in one transaction', async () => {
    await aCluster(9)
    const backup = await backUp()
    const before = await names()
    await forget(backup)
    const sent: string[][] = []
    const counting = Object.assign(Object.create(client) as ZooKeeperClient, {
      multi: ((requests) => (sent.push(requests.map(({ path }) => path)), client.multi(requests))) as ZooKeeperClient['multi'],
    })
    expect(await restoreZnodes({ ...place, client: counting }, backup, context)).toMatchObject({ kept: [] })
    expect(sent).toHaveLength(1)
    expect(sent[0]!.slice(-2)).toEqual([`${place.root}/jobgraphs/${job}`, `${place.root}/jobgraphs/${job}/locks`])
    expect(await names()).toEqual(before)
  })
})
