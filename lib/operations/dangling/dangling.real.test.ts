import { mkdtemp, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LEAST_AGE_MS, type DanglingItem } from '@/lib/model/dangling/decide-removal'
import { createZooKeeperClient, type ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import type { ElectionPlace } from '../fencing/read-election'
import { parseBackup, readBackup, writeBackup, type Backup } from './backup-file'
import { collectBackup } from './collect-backup'
import { readFreshTree } from './read-world'
import { removeItems } from './remove-items'
import { restoreBackup } from './restore-backup'

const job = 'c'.repeat(32)
let ensemble: RealZooKeeper
let client: ZooKeeperClient
let place: ElectionPlace
let folder: string
let storage: string

beforeAll(async () => {
  ensemble = await startZooKeeper({ members: 1 })
  client = createZooKeeperClient({ servers: ensemble.connectString, auth: { scheme: 'digest', credentials: 'flink:secret' } })
  place = { client, root: '/flink/default', names: {} }
  folder = await mkdtemp(join(tmpdir(), 'understudy-dangling-'))
  storage = join(folder, 'ha', 'default')
  await mkdir(storage, { recursive: true })
})
afterAll(async () => {
  await client?.close()
  await ensemble?.close()
  await rm(folder, { recursive: true, force: true })
})

async function make(path: string, data = ''): Promise<void> {
  const parts = `/flink/default/${path}`.split('/').slice(1)
  for (let i = 1; i < parts.length; i++) await client.create(`/${parts.slice(0, i).join('/')}`, Buffer.alloc(0)).catch(() => undefined)
  await client.create(`/flink/default/${path}`, Buffer.from(data))
}
async function makeFile(name: string): Promise<string> {
  const path = join(storage, name)
  await writeFile(path, 'state')
  const old = new Date(Date.now() - 2 * LEAST_AGE_MS)
  await utimes(path, old, old)
  return path
}
// ZooKeeper's clock cannot be turned back: what was made a moment ago is a minute old for the decision.
const old = async <T>(work: () => Promise<T>): Promise<T> => {
  const now = Date.now
  Date.now = () => now() + 2 * LEAST_AGE_MS
  try {
    return await work()
  } finally {
    Date.now = now
  }
}
const snapshot = () => aSnapshot({ leader: null })
const remove = (items: DanglingItem[], backup: Backup) => old(() => removeItems(items, backup, { place, snapshot, signal: new AbortController().signal }))
const collect = async (items: DanglingItem[]) => collectBackup(items, { place, tree: await readFreshTree(place), clusterId: 'east' })
const names = async () => [...(await readFreshTree(place)).nodes.keys()].filter((path) => path.includes(job)).sort()

describe('a left-over job and a forgotten file', () => {
  it('are backed up to a checksummed file, removed, and written back with data and rights', async () => {
    await make(`jobs/${job}/checkpoint_id_counter`, '7')
    await client.create(`/flink/default/jobs/${job}/checkpoints`, Buffer.from('x'), { acl: [{ permissions: 31, scheme: 'auth', id: '' }] })
    const file = await makeFile('completedCheckpointabc')
    const items: DanglingItem[] = [{ kind: 'znodes', path: `jobs/${job}` }, { kind: 'file', path: file }]
    const made = await writeBackup(folder, await collect(items))
    expect(made.name).toMatch(/^\d{8}-\d{6}-[0-9a-f]{8}$/)
    const backup = await readBackup(folder, made.name)

    expect(await remove(items, backup)).toEqual({ removed: [`znodes jobs/${job}`, `file ${file}`], kept: [] })
    expect(await names()).toEqual([])
    await expect(readFile(file)).rejects.toThrow('ENOENT')

    expect((await restoreBackup(backup, { place, storageRoot: join(folder, 'ha') })).kept).toEqual([])
    expect(await names()).toEqual([`jobs/${job}`, `jobs/${job}/checkpoint_id_counter`, `jobs/${job}/checkpoints`])
    expect(Buffer.from((await client.getData(`/flink/default/jobs/${job}/checkpoint_id_counter`)).data).toString()).toBe('7')
    expect((await client.getAcl(`/flink/default/jobs/${job}/checkpoints`)).acl).toMatchObject([{ scheme: 'digest', permissions: 31 }])
    expect(await readFile(file, 'utf8')).toBe('state')
    const again = await restoreBackup(backup, { place, storageRoot: join(folder, 'ha') })
    expect(again.removed).toEqual([])
    expect(again.kept).toHaveLength(4)
  })

  it('what changed, or came, after the back-up stays', async () => {
    const items: DanglingItem[] = [{ kind: 'znodes', path: `jobs/${job}` }]
    const backup = await collect(items)
    await client.setData(`/flink/default/jobs/${job}/checkpoint_id_counter`, Buffer.from('8'))
    expect((await remove(items, backup)).kept[0]).toContain('changed after it was backed up')
    const second = await collect(items)
    await client.create(`/flink/default/jobs/${job}/checkpoints/1`, Buffer.alloc(0))
    expect((await remove(items, second)).removed).toEqual([])
    expect(await names()).toContain(`jobs/${job}/checkpoints/1`)
  })

  it('a lock of any session keeps all of it', async () => {
    const items: DanglingItem[] = [{ kind: 'znodes', path: `jobs/${job}` }]
    const holder = createZooKeeperClient({ servers: ensemble.connectString, auth: { scheme: 'digest', credentials: 'flink:secret' } })
    await holder.create(`/flink/default/jobs/${job}/checkpoints/1/locks`, Buffer.alloc(0))
    await holder.create(`/flink/default/jobs/${job}/checkpoints/1/locks/l`, Buffer.alloc(0), { mode: 'ephemeral' })
    expect((await remove(items, await collect(items))).kept[0]).toContain('holds a lock')
    await holder.close()
  })

  it('a file outside of the storage directory is never written, and a changed back-up is refused', async () => {
    const backup: Backup = { format: 'understudy-dangling-backup-1', clusterId: 'east', znodeRoot: '/flink/default', madeAt: new Date().toISOString(), znodes: [], files: [{ path: join(folder, 'elsewhere'), data: 'eA==', mode: 0o600 }] }
    expect((await restoreBackup(backup, { place, storageRoot: join(folder, 'ha') })).kept[0]).toContain('not in this cluster’s storage directory')
    const made = await writeBackup(folder, backup)
    const text = await readFile(made.file, 'utf8')
    expect(() => parseBackup(text.replace('eA==', 'eQ=='), made.name)).toThrow('was changed after it was written')
    expect(() => parseBackup(text.slice(0, -20), made.name)).toThrow('no JSON')
    await expect(readBackup(folder, '../../etc/passwd')).rejects.toThrow('no name of a back-up')
  })
})
