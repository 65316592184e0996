import { afterEach, describe, expect, it } from 'vitest'
import { until } from '@/lib/testing/until'
import { storageBackends } from './backend-table'
import { checkTarget } from './check-target'
import { deriveOrphans, listStorage } from './list-storage'
import { locateFile, locateFolder } from './locate'
import type { StorageBackend, StorageLook, StoredThing } from './storage-backend'
import { createTargetChecker, type PointerKey } from './target-checker'

const opened: { close(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

/** An object store of the simplest kind: listings tell lengths and times, and it tells of no changes. */
function anObjectStore(objects: Map<string, StoredThing>, asked: string[] = []): StorageBackend {
  const look = (path: string): StorageLook => {
    asked.push(path)
    const thing = objects.get(path)
    return thing ? { state: 'there', thing } : { state: 'missing', detail: `${path} does not exist` }
  }
  const toFilePath: StorageBackend['toFilePath'] = (uri) => ({ ok: true, value: uri })
  return {
    schemes: ['mem'],
    toFilePath,
    toFolderPath: toFilePath,
    join: (folder, name) => (name === '' ? folder : `${folder}/${name}`),
    look: async (path) => look(path),
    async list(folder) {
      const own = [...objects].filter(([path]) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
      return { entries: own.map(([path, thing]) => ({ name: path.slice(folder.length + 1), thing })), isCut: false }
    },
    find: () => Promise.reject(new Error('a listing that tells all is not asked about each')),
    explainAbsence: (folder) => `no bucket ${folder}`,
    operations: storageBackends[0]!.operations,
  }
}
const aThing = (over: Partial<StoredThing> = {}): StoredThing => ({ kind: 'file', bytes: 3, modifiedAt: 1_000, ...over })

describe('a storage that is added to the table', () => {
  const objects = new Map([['mem://bucket/ha/default/completedCheckpointa', aThing()]])
  const backends = [...storageBackends, anObjectStore(objects)]

  it('Storage is read by the backend of the URI’s scheme, which reports what is missing', async () => {
    const check = (uri: string, bytes: number | null) => checkTarget(uri, bytes, { root: null, backends, now: () => 5 })
    expect(await check('mem://bucket/ha/default/completedCheckpointa', 3)).toEqual({
      state: 'present',
      bytes: 3,
      checkedAt: 5,
      detail: 'mem://bucket/ha/default/completedCheckpointa is there with the 3 bytes the pointer says',
    })
    expect(await check('MEM://bucket/ha/default/completedCheckpointa', 4)).toMatchObject({ state: 'missing' })
    expect(await check('mem://bucket/ha/x', 3)).toEqual({
      state: 'missing',
      bytes: null,
      checkedAt: 5,
      detail: 'mem://bucket/ha/x does not exist',
    })
  })

  it('Storage is listed without a check of each file where its listing has lengths and times', async () => {
    const listing = await listStorage('mem://bucket/ha', '/default', () => false, { backends })
    expect(deriveOrphans(listing, new Set())).toEqual([
      { path: 'mem://bucket/ha/default/completedCheckpointa', kind: 'checkpoint', bytes: 3, modifiedAt: 1_000 },
    ])
  })

  it('Files of a storage without change notifications are checked again', async () => {
    const gone = new Map(objects)
    const asked: string[] = []
    const checker = createTargetChecker({
      storageDir: 'mem://bucket/ha',
      backends: [...storageBackends, anObjectStore(gone, asked)],
      readAgain: () => Promise.resolve(true),
      onChange: () => undefined,
      slowMs: 20,
    })
    opened.push(checker)
    const one: PointerKey = { znode: '/a', czxid: '0x1', uri: 'mem://bucket/ha/default/completedCheckpointa', expectedBytes: 3 }
    checker.want([one])
    await until('it is present', () => checker.find(one)?.state === 'present')
    gone.clear()
    await until('it is missing', () => checker.find(one)?.state === 'missing')
    expect(asked.length).toBeGreaterThan(1)
  })
})

it('Only a storage directory of the same storage proves that a file is missing', async () => {
  const roots: (string | null)[] = []
  const store = anObjectStore(new Map())
  const noting: StorageBackend = { ...store, look: (path, root) => (roots.push(root), store.look(path, root)) }
  const backends = [...storageBackends, noting]
  for (const directory of ['/ha', 'mem://bucket/ha']) {
    const root = locateFolder(directory, backends)
    await checkTarget('mem://bucket/ha/x', null, { root: root.ok ? root.value : null, backends })
  }
  expect(roots).toEqual([null, 'mem://bucket/ha'])
})

it.each([
  ['hdfs://nn:8020/flink/f', 'scheme hdfs: is not a local file', 'hdfs'],
  ['S3://bucket/f', 'scheme s3: is not a local file', 's3'],
  ['file://other-host/f', 'names the host other-host', null],
  ['/ha/f', 'names no scheme', null],
  ['file:/a/../etc/passwd', 'climbs up with ".."', null],
])('%s cannot be read from here: %s', (uri, reason, foreign) => {
  expect(locateFile(uri)).toEqual({ ok: false, reason, foreign })
})

it('A storage directory is a URI, or a path of this machine as it stands', () => {
  const paths = ['file:///ha/flink/', '/ha/with space %20/', 'file:/ha%20x'].map((directory) => locateFolder(directory))
  expect(paths.map((location) => location.ok && location.value.path)).toEqual(['/ha/flink', '/ha/with space %20', '/ha x'])
})
