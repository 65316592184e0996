import { mkdir, mkdtemp, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TargetFacts } from '@/lib/model/facts'
import { until } from '@/lib/testing/until'
import { storageBackends } from './backend-table'
import { checkTarget } from './check-target'
import { createFileBackend } from './file/backend'
import { deriveOrphans, listStorage } from './list-storage'
import { locateFolder } from './locate'
import type { StorageBackend } from './storage-backend'
import { createTargetChecker, type CheckerOptions, type PointerKey } from './target-checker'

let root = ''
const opened: { close(): void }[] = []
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'storage-'))))
afterEach(async () => {
  vi.useRealTimers()
  for (const each of opened.splice(0)) each.close()
  await rm(root, { recursive: true, force: true })
})

/** A storage directory as configured, ready to be compared with. */
const rootOf = (directory: string, backends?: readonly StorageBackend[]) => {
  const location = locateFolder(directory, backends)
  return location.ok ? location.value : null
}
/** Whose changes are all told. */
const watched = storageBackends.map((backend) => ({
  ...backend,
  watch: () => ({ follow() {}, unfollow() {}, update() {}, isWatching: () => true, close() {} }),
}))

const uriOf = (path: string): string => `file:${encodeURI(path)}`

describe('following a pointer to its file', () => {
  const check = (path: string, bytes: number | null = null) => checkTarget(uriOf(path), bytes, { root: rootOf(root) })

  it('A pointer’s file is present, percent-encoded as Flink writes it', async () => {
    const path = join(root, 'with space ä')
    await writeFile(path, '12345')
    expect(await check(path, 5)).toMatchObject({ state: 'present', bytes: 5, checkedAt: expect.any(Number) })
  })

  it('A pointer’s file of another length than the pointer says is unreadable', async () => {
    await writeFile(join(root, 'f'), '123')
    expect(await check(join(root, 'f'), 5)).toMatchObject({
      state: 'unreadable',
      bytes: 3,
      detail: expect.stringContaining('3 bytes, the pointer says 5'),
    })
  })

  it('A pointer’s file is missing if absent or a broken symbolic link, and unreadable if a directory', async () => {
    await symlink('/nowhere/at/all', join(root, 'link'))
    await mkdir(join(root, 'folder'))
    expect(await check(join(root, 'x'))).toMatchObject({ state: 'missing', detail: `${join(root, 'x')} does not exist` })
    expect(await check(join(root, 'link'))).toMatchObject({ state: 'missing', detail: expect.stringContaining('symbolic link') })
    expect(await check(join(root, 'folder'))).toMatchObject({ state: 'unreadable', detail: expect.stringContaining('directory') })
  })

  it('A pointer’s file is unchecked where this host does not have the storage directory', async () => {
    expect(await checkTarget('file:/no-such-root/recovery/f', 5, { root: rootOf('/no-such-root/recovery') })).toEqual({
      state: 'unchecked',
      bytes: null,
      checkedAt: null,
      detail: 'this console’s host does not have /no-such-root/recovery: it can only be looked at where the JobManagers run',
    })
  })

  it('A pointer’s file is unchecked where this process has no permission', async () => {
    const denied = Object.assign(new Error('x'), { code: 'EACCES' })
    const deny = () => Promise.reject(denied)
    const backends = [createFileBackend({ stat: deny, lstat: deny, list: deny })]
    expect(await checkTarget('file:/x/y', 5, { root: rootOf('/x', backends), backends })).toMatchObject({
      state: 'unchecked',
      detail: expect.stringContaining('EACCES'),
    })
  })

  it.each(['hdfs://nn:8020/flink/f', 's3://bucket/f', 'file://other-host/f', 'file:/a/../etc/passwd', '%zz', 'file:/x?y', ''])(
    'The pointer %j is not checked',
    async (uri) => {
      const { state, detail } = await checkTarget(uri, null, { root: rootOf(root) })
      expect(state).toBe('unchecked')
      expect(detail.length).toBeGreaterThan(10)
    },
  )
})

describe('listing a storage directory', () => {
  it('The listing of storage names older files without a pointer, and job results', async () => {
    const folder = join(root, 'default')
    await mkdir(folder)
    await mkdir(join(root, 'job-result-store', 'default'), { recursive: true })
    const old = new Date(Date.now() - 120_000)
    for (const name of ['completedCheckpoint0123456789ab', 'submittedJobGraph0123456789ab', 'completedCheckpointffffffffffff', 'other']) {
      await writeFile(join(folder, name), 'abc')
      if (!name.endsWith('f')) await utimes(join(folder, name), old, old)
    }
    await writeFile(join(root, 'job-result-store', 'default', `${'a'.repeat(32)}_DIRTY.json`), '{}')
    await writeFile(join(root, 'job-result-store', 'default', `${'b'.repeat(32)}.json`), '{}')
    const listing = await listStorage(uriOf(root), '/default')
    expect(listing.jobResults).toEqual({ dirty: ['a'.repeat(32)], clean: ['b'.repeat(32)] })
    expect(listing.files).toHaveLength(3)
    const unnamed = await listStorage(uriOf(root), '/default', (path) => path.endsWith('0123456789ab'))
    expect(unnamed.files.map(({ path }) => path)).toEqual([join(folder, 'completedCheckpointffffffffffff')])
    const orphans = deriveOrphans(listing, new Set([join(folder, 'submittedJobGraph0123456789ab')]))
    expect(orphans).toEqual([
      { path: join(folder, 'completedCheckpoint0123456789ab'), kind: 'checkpoint', bytes: 3, modifiedAt: old.getTime() },
    ])
  })

  it('The listing of storage is marked as cut at its limits', async () => {
    for (let i = 0; i < 30; i++) await writeFile(join(root, `completedCheckpoint${i}`), '')
    expect(await listStorage(uriOf(root), '', () => false, { limits: { names: 10, files: 5 } })).toMatchObject({
      isCut: true,
      files: { length: 5 },
    })
  })

  it.each([
    ['hdfs://nn/x', '/default', 'scheme hdfs'],
    ['file:/no-such-root', '/default', 'does not have'],
    ['file:/tmp', '../../etc', 'climbs'],
  ])('The storage directory %s of the cluster %s cannot be listed', async (dir, cluster, word) => {
    await expect(listStorage(dir, cluster)).rejects.toThrow(word)
  })
})

describe('the checker of a cluster’s pointers', () => {
  const pointer = (znode: string, path: string, czxid = '0x1'): PointerKey => ({ znode, czxid, uri: uriOf(path), expectedBytes: null })

  function start(options: Partial<CheckerOptions> = {}) {
    let changes = 0
    const checker = createTargetChecker({
      storageDir: root,
      readAgain: () => Promise.resolve(true),
      onChange: () => (changes += 1),
      ...options,
    })
    opened.push(checker)
    return { checker, changes: () => changes }
  }

  it('The pointer checker notices a file that is removed, without polling', async () => {
    const path = join(root, 'f')
    await writeFile(path, 'x')
    const { checker } = start()
    const one = pointer('/a', path)
    checker.want([one])
    await until('it is present', () => checker.find(one)?.state === 'present')
    await unlink(path)
    await until('it is missing', () => checker.find(one)?.state === 'missing')
  })

  it('The pointer checker calls no file missing whose znode was replaced meanwhile or cannot be read', async () => {
    let answer: Promise<boolean> = Promise.resolve(false)
    const { checker, changes } = start({ readAgain: () => answer })
    const one = pointer('/a', join(root, 'gone'))
    checker.want([one])
    await sleep(100)
    expect([checker.find(one), changes()]).toEqual([null, 0])
    answer = Promise.reject(new Error('no ZooKeeper'))
    answer.catch(() => {})
    const two = pointer('/b', join(root, 'gone'))
    checker.want([two])
    await until('it was looked at', () => checker.find(two) !== null)
    expect(checker.find(two)).toMatchObject({ state: 'unchecked', detail: expect.stringContaining('ZooKeeper cannot be asked') })
  })

  it('The pointer checker checks the newest first, a few at a time, and skips superseded pointers', async () => {
    const looked: string[] = []
    const release: (() => void)[] = []
    const facts: TargetFacts = { state: 'present', bytes: 1, checkedAt: 1, detail: '' }
    const check = (uri: string) =>
      new Promise<TargetFacts>((resolve) => {
        looked.push(uri)
        release.push(() => resolve(facts))
      })
    const { checker } = start({ check })
    const all = Array.from({ length: 1_000 }, (_, i) => pointer(`/${i}`, `/s/${i}`))
    checker.want(all)
    expect(looked).toEqual(Array.from({ length: 64 }, (_, i) => `file:/s/${999 - i}`))
    const next = Array.from({ length: 3 }, (_, i) => pointer(`/${i}`, `/s/new${i}`, '0x2'))
    checker.want(next)
    while (release.length > 0) {
      release.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(looked.slice(64)).toEqual(['file:/s/new2', 'file:/s/new1', 'file:/s/new0'])
    expect(next.map((each) => checker.find(each)?.state)).toEqual(['present', 'present', 'present'])
    expect(checker.find(all[999] as PointerKey)).toBeNull()
  })

  it('The pointer checker reports results together while more are due, and a single result at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const release: (() => void)[] = []
    const check = () =>
      new Promise<TargetFacts>((resolve) => release.push(() => resolve({ state: 'present', bytes: 1, checkedAt: 1, detail: '' })))
    const { checker, changes } = start({ check, backends: watched })
    const answerAll = async (of = Infinity) => {
      for (let i = 0; i < of && release.length > 0; i++) {
        release.shift()?.()
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const many = Array.from({ length: 50 }, (_, i) => pointer(`/${i}`, `/s/${i}`))
    checker.want(many)
    await answerAll()
    expect(changes()).toBe(1)
    checker.want([...many, pointer('/one', '/s/one')])
    await answerAll()
    expect(changes()).toBe(2)
    checker.want([...many, pointer('/two', '/s/two'), pointer('/hangs', '/s/hangs')])
    await answerAll(1)
    expect(changes(), 'while another is still out').toBe(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(changes(), 'though another hangs').toBe(3)
  })

  it('The pointer checker reports a new cluster only when all of it was checked', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const release: (() => void)[] = []
    const check = () =>
      new Promise<TargetFacts>((resolve) => release.push(() => resolve({ state: 'present', bytes: 1, checkedAt: 1, detail: '' })))
    const { checker, changes } = start({ check, backends: watched })
    checker.want([pointer('/one', '/s/one'), pointer('/slow', '/s/slow')])
    release.shift()?.()
    await vi.advanceTimersByTimeAsync(400)
    expect(changes()).toBe(0)
    release.shift()?.()
    await until('all of it was looked at', () => changes() === 1)
  })

  it('The pointer checker keeps up with 1,000 jobs that replace their pointer every second, by checking only the newest', async () => {
    const { checker } = start({
      check: () => Promise.resolve({ state: 'present', bytes: 1, checkedAt: 1, detail: '' }),
      backends: watched,
    })
    for (let second = 0; second < 10; second++)
      checker.want(Array.from({ length: 1_000 }, (_, i) => pointer(`/${i}/${second}`, `/s/${i}-${second}`, `0x${second}`)))
    await until('the newest was looked at', () => checker.find(pointer('/999/9', '/s/999-9', '0x9'))?.state === 'present')
    expect(checker.find(pointer('/999/0', '/s/999-0', '0x0'))).toBeNull()
  })
})
