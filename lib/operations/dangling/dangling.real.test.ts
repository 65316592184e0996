import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '@/e2e/lab'
import { leastAgeMs, type DanglingItem } from '@/lib/model/dangling/removal'
import { toPartPath } from '@/lib/sources/ha-storage/file/restore-file'
import { createZooKeeperClient, type ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { startLosingProxy } from '@/lib/testing/losing-proxy'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { OperationError } from '../run/verb'
import { parseBackup, readBackup, writeBackup, type Backup } from './backup-file'
import { collectBackup } from './collect-backup'
import { readFreshTree } from './fresh-tree'
import { removeItems } from './remove-items'
import { addRestored, toRestoredText, type Restoration } from './restoration'
import { restoreFiles } from './restore-files'
import { restoreZnodes } from './restore-znodes'

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
  const old = new Date(Date.now() - 2 * leastAgeMs)
  await utimes(path, old, old)
  return path
}
// ZooKeeper's clock cannot be set back: for the decision, what was made a moment ago is a minute old.
const old = async <T>(work: () => Promise<T>): Promise<T> => {
  const now = Date.now
  Date.now = () => now() + 2 * leastAgeMs
  try {
    return await work()
  } finally {
    Date.now = now
  }
}
const snapshot = () => aSnapshot({ leader: null })
const context = { signal: new AbortController().signal, say: () => undefined, backupName: 'B' }
const remove = (items: DanglingItem[], backup: Backup) => old(() => removeItems(items, backup, { ...context, place, snapshot }))
async function restore(backup: Backup, where = place): Promise<Restoration> {
  const sum = await restoreFiles(backup.files, join(folder, 'ha'), context)
  addRestored(sum, await restoreZnodes(where, backup, context))
  return sum
}
const aBackup = (over: Partial<Backup>): Backup => ({
  format: 'understudy-dangling-backup-1',
  clusterId: 'east',
  znodeRoot: '/flink/default',
  madeAt: new Date().toISOString(),
  znodes: [],
  files: [],
  ...over,
})
const open = [{ permissions: 31, scheme: 'world', id: 'anyone' }]
const aZnode = (path: string, data = '', acl = open): Backup['znodes'][number] => ({
  path,
  data: Buffer.from(data).toString('base64'),
  version: 0,
  czxid: '0x1',
  acl,
})
const dataOf = async (path: string) => Buffer.from((await client.getData(`/flink/default/${path}`)).data).toString()
const collect = async (items: DanglingItem[]) => collectBackup(items, { place, tree: await readFreshTree(place), clusterId: 'east' })
const names = async () => [...(await readFreshTree(place)).nodes.keys()].filter((path) => path.includes(job)).sort()

describe('dangling znodes and files', () => {
  it('An aborted removal reports what was removed and which backup restores it', async () => {
    const items: DanglingItem[] = [
      { kind: 'file', path: await makeFile('completedCheckpointended1') },
      { kind: 'file', path: await makeFile('completedCheckpointended2') },
    ]
    const backup = await collect(items)
    const removeUntil = (signal: AbortSignal, say: () => void) =>
      old(() => removeItems(items, backup, { ...context, place, snapshot, signal, say })).then(
        () => 'done',
        ({ message }: Error) => message,
      )
    const reason = new OperationError('aborted', 'Ada ended it.')
    expect(await removeUntil(AbortSignal.abort(reason), () => undefined)).toBe('Ada ended it.')
    const end = new AbortController()
    expect(await removeUntil(end.signal, () => end.abort(reason))).toBe(
      'Ada ended it. 1 of 2 was removed before: “Restore removed metadata” with the back-up B writes it back.',
    )
    expect(await restore(backup)).toMatchObject({ written: [`file ${items[0]!.path}`], there: [`file ${items[1]!.path}`] })
    for (const { path } of items) await rm(path)
  })

  it('A dangling job and file are backed up with a checksum, removed, and restored with data and permissions', async () => {
    await make(`jobs/${job}/checkpoint_id_counter`, '7')
    await client.create(`/flink/default/jobs/${job}/checkpoints`, Buffer.from('x'), { acl: [{ permissions: 31, scheme: 'auth', id: '' }] })
    const file = await makeFile('completedCheckpointabc')
    const items: DanglingItem[] = [
      { kind: 'znodes', path: `jobs/${job}` },
      { kind: 'file', path: file },
    ]
    const made = await writeBackup(folder, await collect(items))
    expect(made.name).toMatch(/^\d{8}-\d{6}-[0-9a-f]{8}$/)
    const backup = await readBackup(folder, made.name)

    expect(await remove(items, backup)).toEqual({ removed: [`znodes jobs/${job}`, `file ${file}`], kept: [] })
    expect(await names()).toEqual([])
    await expect(readFile(file)).rejects.toThrow('ENOENT')

    expect(await restore(backup)).toEqual({
      written: [`file ${file}`, `znode jobs/${job}`, `znode jobs/${job}/checkpoint_id_counter`, `znode jobs/${job}/checkpoints`],
      there: [],
      kept: [],
    })
    expect(await names()).toEqual([`jobs/${job}`, `jobs/${job}/checkpoint_id_counter`, `jobs/${job}/checkpoints`])
    expect(Buffer.from((await client.getData(`/flink/default/jobs/${job}/checkpoint_id_counter`)).data).toString()).toBe('7')
    expect((await client.getAcl(`/flink/default/jobs/${job}/checkpoints`)).acl).toMatchObject([{ scheme: 'digest', permissions: 31 }])
    expect(await readFile(file, 'utf8')).toBe('state')
    const again = await restore(backup)
    expect(again).toMatchObject({ written: [], kept: [] })
    expect(toRestoredText(again)).toBe('4 there already, as the back-up has them.')
    await client.setData(`/flink/default/jobs/${job}/checkpoint_id_counter`, Buffer.from('9'))
    await writeFile(file, 'other')
    expect((await restore(backup)).kept).toEqual([
      `file ${file}: there is another one already.`,
      `znode jobs/${job}/checkpoint_id_counter: there is another one already.`,
    ])
    expect([await dataOf(`jobs/${job}/checkpoint_id_counter`), await readFile(file, 'utf8')]).toEqual(['9', 'other'])
  })

  it('Removal keeps znodes that changed or appeared after the backup', async () => {
    const items: DanglingItem[] = [{ kind: 'znodes', path: `jobs/${job}` }]
    const backup = await collect(items)
    await client.setData(`/flink/default/jobs/${job}/checkpoint_id_counter`, Buffer.from('8'))
    expect((await remove(items, backup)).kept[0]).toContain('changed after it was backed up')
    const second = await collect(items)
    await client.create(`/flink/default/jobs/${job}/checkpoints/1`, Buffer.alloc(0))
    expect((await remove(items, second)).removed).toEqual([])
    expect(await names()).toContain(`jobs/${job}/checkpoints/1`)
  })

  it('Removal keeps the whole job when any session holds a lock in it', async () => {
    const items: DanglingItem[] = [{ kind: 'znodes', path: `jobs/${job}` }]
    const holder = createZooKeeperClient({ servers: ensemble.connectString, auth: { scheme: 'digest', credentials: 'flink:secret' } })
    await holder.create(`/flink/default/jobs/${job}/checkpoints/1/locks`, Buffer.alloc(0))
    await holder.create(`/flink/default/jobs/${job}/checkpoints/1/locks/l`, Buffer.alloc(0), { mode: 'ephemeral' })
    expect((await remove(items, await collect(items))).kept[0]).toContain('holds a lock')
    await holder.close()
  })

  it('Restore writes no file outside the storage directory and refuses an altered backup', async () => {
    const backup = aBackup({ files: [{ path: join(folder, 'elsewhere'), data: 'eA==', mode: 0o600 }] })
    expect((await restore(backup)).kept[0]).toContain('not in this cluster’s storage directory')
    const made = await writeBackup(folder, backup)
    const text = await readFile(made.file, 'utf8')
    expect(() => parseBackup(text.replace('eA==', 'eQ=='), made.name)).toThrow('was changed after it was written')
    expect(() => parseBackup(text.slice(0, -20), made.name)).toThrow('no JSON')
    await expect(readBackup(folder, '../../etc/passwd')).rejects.toThrow('no name of a back-up')
    const outside = await writeBackup(folder, aBackup({ znodes: [aZnode('jobs/../../other')] }))
    await expect(readBackup(folder, outside.name)).rejects.toThrow('not what this program writes: backup.znodes.0.path')
  })
})

describe('restored znodes and files', () => {
  const secret = [{ permissions: 31, scheme: 'digest', id: 'other:nobody-knows' }]

  it('Restore keeps back a subtree with a znode it may not create and writes the others', async () => {
    const backup = aBackup({
      znodes: [
        aZnode('checkpoints/a', 'x'),
        aZnode('checkpoints/a/locked', '', secret),
        aZnode('checkpoints/a/locked/below'),
        aZnode('checkpoints/b', 'y'),
      ],
    })
    const { written, kept } = await restore(backup)
    expect(written).toEqual(['znode checkpoints/b'])
    expect(kept.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'znode checkpoints/a',
      'znode checkpoints/a/locked',
      'znode checkpoints/a/locked/below',
    ])
    expect(kept[0]).toContain('does not allow this console to make /flink/default/checkpoints/a/locked/below')
    expect(await client.exists('/flink/default/checkpoints/a')).toBeNull()
  })

  it('Restore splits more data than ZooKeeper accepts at once and writes nothing below a znode it could not create', async () => {
    const big = 'x'.repeat(200_000)
    const names = Array.from({ length: 9 }, (_, number) => `jobgraphs/big/${number}`)
    expect(await restore(aBackup({ znodes: [...names.map((name) => aZnode(name, big)), aZnode('jobgraphs/big', 'top')] }))).toMatchObject({
      written: ['znode jobgraphs/big', ...names.map((name) => `znode ${name}`)],
      kept: [],
    })
    expect([await dataOf('jobgraphs/big'), (await dataOf('jobgraphs/big/8')).length]).toEqual(['top', big.length])
    const below = Array.from({ length: 9 }, (_, number) => aZnode(`jobgraphs/shut/${number}`, big))
    const { written, kept } = await restore(aBackup({ znodes: [aZnode('jobgraphs/shut', '', secret), ...below] }))
    expect([written, kept.length]).toEqual([[], 10])
    expect(kept.at(-1)).toContain('/flink/default/jobgraphs/shut above it could not be written back')
  })

  it('Restore also creates a missing cluster root', async () => {
    const other = { ...place, root: '/gone/with/all' }
    expect(await restoreZnodes(other, aBackup({ znodes: [aZnode('jobs/x', 'y')] }), context)).toEqual({
      written: ['znode jobs/x'],
      there: [],
      kept: [],
    })
  })

  it.each([
    ['arrived', true],
    ['never arrived', false],
  ])('Restore checks again and reports what it wrote when the answer is lost and the request %s', async (_, arrives) => {
    const path = `checkpoints/lost-${arrives}`
    let isLost = false
    const multi: ZooKeeperClient['multi'] = async (...sent) => {
      if (isLost) return client.multi(...sent)
      isLost = true
      if (arrives) await client.multi(...sent)
      throw new ZooKeeperError('connection-lost', 'multi: the connection was lost')
    }
    const losing = { ...place, client: Object.assign(Object.create(client) as ZooKeeperClient, { multi }) }
    expect(await restore(aBackup({ znodes: [aZnode(path, 'z')] }), losing)).toEqual({ written: [`znode ${path}`], there: [], kept: [] })
    expect([isLost, await dataOf(path)]).toEqual([true, 'z'])
  })

  it('A restored file has its permissions whatever the umask is', async () => {
    const path = join(storage, 'completedCheckpointrights')
    const umask = process.umask(0o077)
    try {
      await restore(aBackup({ files: [{ path, data: 'eA==', mode: 0o644 }] }))
    } finally {
      process.umask(umask)
    }
    expect((await stat(path)).mode & 0o777).toBe(0o644)
  })
})

describe('a console that is killed while it restores a file', () => {
  it('A file whose restore was killed is absent or complete, and a second restore finishes it and leaves no other file', async () => {
    const path = join(storage, 'completedCheckpointbig')
    const data = randomBytes(32 * 1024 * 1024)
    const backup = aBackup({ files: [{ path, data: data.toString('base64'), mode: 0o600 }] })
    const { name } = await writeBackup(folder, backup)
    const script = `import { readBackup } from '@/lib/operations/dangling/backup-file'; import { restoreFiles } from '@/lib/operations/dangling/restore-files'
      const { files } = await readBackup(${JSON.stringify(folder)}, ${JSON.stringify(name)})
      await restoreFiles(files, ${JSON.stringify(join(folder, 'ha'))}, { signal: new AbortController().signal, say: () => undefined })`
    const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await waitUntil(
      'it has begun',
      { within: 180_000, every: 1 },
      async () => (await stat(toPartPath(path)).catch(() => null)) ?? (await stat(path).catch(() => null)),
    )
    child.kill('SIGKILL')
    await ended
    const left = await readFile(path).catch(() => null)
    expect(left === null || left.equals(data)).toBe(true)
    expect(await restore(backup)).toMatchObject(
      left === null ? { written: [`file ${path}`], kept: [] } : { there: [`file ${path}`], kept: [] },
    )
    expect(data.equals(await readFile(path))).toBe(true)
    expect((await readdir(storage)).filter((file) => file.includes('big'))).toEqual(['completedCheckpointbig'])
  })
})

describe('a lost removal transaction', () => {
  const gone = 'e'.repeat(32)
  const left = async () => [...(await readFreshTree(place)).nodes.keys()].filter((path) => path.includes(gone)).sort()

  it.each(['answer', 'request'] as const)(
    'Removal asks until the outcome is known when the %s of a transaction is lost and no connection is accepted for a while',
    async (what) => {
      const proxy = await startLosingProxy(ensemble.members[0]!.port)
      const far = {
        ...place,
        client: createZooKeeperClient({
          servers: `127.0.0.1:${proxy.port}`,
          requestTimeoutMs: 2_000,
          auth: { scheme: 'digest', credentials: 'flink:secret' },
        }),
      }
      await make(`jobs/${gone}/checkpoints/7`, 'x')
      const items: DanglingItem[] = [{ kind: 'znodes', path: `jobs/${gone}` }]
      const before = await left()
      const backup = await collect(items)
      const said: string[] = []
      proxy.lose({ what, refuseMs: 900 })
      expect(
        await old(() => removeItems(items, backup, { ...context, place: far, snapshot, say: (text) => void said.push(text) })),
      ).toMatchObject({ removed: [expect.stringContaining(gone)], kept: [] })
      expect(said[0]).toContain('Not known whether it was removed; asking again.')
      expect(await left()).toEqual([])
      proxy.lose({ what, refuseMs: 900 })
      expect(await restoreZnodes(far, backup, context)).toMatchObject({
        kept: [],
        there: [],
        written: before.map((path) => `znode ${path}`),
      })
      expect(await left()).toEqual(before)
      expect(proxy.lost).toBe(2)
      await client.multi(
        [...before]
          .sort((one, other) => other.length - one.length)
          .map((path) => ({ kind: 'delete', path: `/flink/default/${path}`, version: -1 })),
      )
      await far.client.close()
      await proxy.close()
    },
  )
})
