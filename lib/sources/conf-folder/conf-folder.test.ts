import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FileTimeoutError, type FileCalls } from '@/lib/files/file-calls'
import { confCalls } from '@/lib/files/looker'
import { readConfFolder } from './read'
import { watchConfFolder } from './watch-conf-folder'

const recorded = fileURLToPath(new URL('../../testing/recorded/flink/', import.meta.url))
let folder: string
let end: AbortController

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-conf-'))
  end = new AbortController()
})
afterEach(async () => {
  end.abort()
  await rm(folder, { recursive: true, force: true })
})

it('Reading a conf folder gives the event loop a turn after each slow file, so that hostile ones do not add up', async () => {
  const text = 'a: b\n'
  const calls: FileCalls = {
    ...confCalls,
    list: async () => ({ names: ['flink-conf.yaml', 'config.yaml', 'masters', 'workers', 'zoo.cfg'], isCut: false }),
    read: async () => ({ kind: 'file', bytes: text.length, modifiedAt: 0, device: 1, inode: 1, text, isCut: false }),
    stat: () => Promise.reject(new Error('not there')),
    realpath: () => Promise.reject(new Error('not there')),
  }
  /** Nothing is read from a disk, so every counted turn of the event loop is one that the reading yielded. */
  const countTurns = async (unitMs: number) => {
    let [turns, isOver, now] = [0, false, 0]
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += unitMs))
    const count = () => void (isOver || (turns++, setImmediate(count)))
    setImmediate(count)
    await readConfFolder('/nowhere', { calls, flinkHome: null })
    isOver = true
    clock.mockRestore()
    return turns
  }
  const quick = await countTurns(0)
  expect((await countTurns(40)) - quick).toBeGreaterThanOrEqual(6)
})

describe('reading recorded conf folders', () => {
  it.each([
    ['1.0.3', 'flink-conf.yaml', 'recovery.mode'],
    ['1.2.1', 'flink-conf.yaml', 'recovery.mode'],
    ['1.12.5', 'flink-conf.yaml', 'recovery.mode'],
    ['1.14.6', 'flink-conf.yaml', 'recovery.mode'],
    ['1.20.1', 'flink-conf.yaml', 'recovery.mode'],
    ['2.3.0', 'config.yaml', 'high-availability.type'],
  ])('The conf folder of %s is in ZooKeeper mode by %s', async (version, file, key) => {
    // The recordings have no distribution beside them: an empty jar of that name supplies the version.
    await mkdir(join(folder, 'lib'))
    await writeFile(join(folder, 'lib', `flink-dist-${version}.jar`), '')
    const { configuration, flinkVersion } = await readConfFolder(join(recorded, version, 'conf'), { flinkHome: folder })
    expect(configuration).toMatchObject({
      mode: 'zookeeper',
      connectString: 'localhost:2181',
      pathRoot: '/flink',
      sessionTimeoutMs: 60_000,
      tolerateSuspended: false,
      clusterId: version === '1.0.3' ? null : '/default',
      znodeRoot: version === '1.0.3' ? '/flink' : '/flink/default',
      storageDir: `file:///opt/flink/store/run/${version}/recovery`,
      checkpointDir: `file:///opt/flink/store/run/${version}/checkpoints`,
      jobManagerPorts: null,
      tickTimeMs: 2_000,
      zooCfgApplies: true,
      mastersAllLocal: true,
      pathNames: {},
      masters: [{ master: 'localhost:8081' }, { master: 'localhost:8082' }],
      zooCfg: { servers: [{ id: 0, host: 'localhost', peerPort: 2888, leaderPort: 3888 }] },
      effective: { file, refused: false, versionAssumed: false, options: { mode: { value: 'zookeeper', from: { file, key } } } },
    })
    expect({ flinkVersion, errors: configuration.problems.filter(({ severity }) => severity === 'error') }).toEqual({
      flinkVersion: version,
      errors: [],
    })
  })
})

describe('a damaged conf folder', () => {
  it('A conf folder that does not exist gives a configuration of unknown mode, with the reason', async () => {
    const { configuration } = await readConfFolder(join(folder, 'gone'))
    expect({ mode: configuration.mode, file: configuration.effective.file }).toEqual({ mode: 'unknown', file: null })
    expect(configuration.problems[0]).toMatchObject({ code: 'missing-file', sentence: expect.stringContaining('does not exist') })
  })

  it('A conf folder with more files than are listed is read like any other', async () => {
    // So many that hardly all of these six would be among the listed ones.
    for (let i = 0; i < 8_000; i++) writeFileSync(join(folder, `other-${i}`), '')
    const names = ['flink-conf.yaml', 'config.yaml', 'masters', 'workers', 'slaves', 'zoo.cfg'] as const
    for (const name of names) writeFileSync(join(folder, name), '# nothing\n')
    const { files } = await readConfFolder(folder)
    expect(names.map((name) => files[name].state)).toEqual(names.map(() => 'present'))
  })

  it('A conf folder with folders, pipes and ten megabytes in place of files is read', async () => {
    await writeFile(join(folder, 'flink-conf.yaml'), `high-availability: zookeeper\n${'# x\n'.repeat(2_600_000)}`)
    await mkdir(join(folder, 'masters'))
    execFileSync('mkfifo', [join(folder, 'workers')])
    await symlink(join(folder, 'zoo.cfg'), join(folder, 'zoo.cfg'))
    const { configuration } = await readConfFolder(folder)
    expect(configuration.mode).toBe('zookeeper')
    expect(configuration.problems.filter(({ severity }) => severity === 'error').map(({ file, code }) => `${file}:${code}`)).toEqual(
      expect.arrayContaining(['flink-conf.yaml:too-large', 'masters:not-a-file', 'workers:not-a-file', 'zoo.cfg:unreadable']),
    )
  })
})

describe('watching a conf folder', () => {
  async function follow(path: string): Promise<() => string> {
    let seen = ''
    const masters = () => seen
    watchConfFolder(
      path,
      ({ configuration }) => (seen = `${configuration.masters.map(({ master }) => master).join()}|${configuration.effective.file}`),
      { signal: end.signal, debounceMs: 20, retryMs: 50 },
    )
    await vi.waitFor(() => expect(seen).not.toBe(''), 60_000)
    return masters
  }
  const until = (masters: () => string, wanted: string) => vi.waitFor(() => expect(masters()).toBe(wanted), 60_000)

  it('The watch of a conf folder sees a file written in place and one renamed over it, as editors do', async () => {
    await writeFile(join(folder, 'masters'), 'a:1')
    const masters = await follow(folder)
    await writeFile(join(folder, 'masters'), 'b:1')
    await until(masters, 'b:1|null')
    await writeFile(join(folder, '.masters.swp'), 'c:1')
    await rename(join(folder, '.masters.swp'), join(folder, 'masters'))
    await until(masters, 'c:1|null')
    await writeFile(join(folder, 'masters'), 'd:1')
    await until(masters, 'd:1|null')
  })

  it('The watch of a conf folder survives a folder that vanishes, comes back and is replaced', async () => {
    const conf = join(folder, 'conf')
    await mkdir(conf)
    await writeFile(join(conf, 'masters'), 'a:1')
    const masters = await follow(conf)
    await rm(conf, { recursive: true })
    await until(masters, '|null')
    await mkdir(conf)
    await writeFile(join(conf, 'masters'), 'b:1')
    await until(masters, 'b:1|null')
    await mkdir(join(folder, 'new'))
    await writeFile(join(folder, 'new', 'masters'), 'c:1')
    await rename(conf, join(folder, 'old'))
    await rename(join(folder, 'new'), conf)
    await until(masters, 'c:1|null')
    await writeFile(join(conf, 'masters'), 'd:1')
    await until(masters, 'd:1|null')
  })

  it('The watch of a conf folder sees a switched link to the folder and a change behind a linked file', async () => {
    for (const name of ['one', 'two', 'shared']) await mkdir(join(folder, name))
    await writeFile(join(folder, 'one', 'masters'), 'a:1')
    await writeFile(join(folder, 'shared', 'masters'), 'b:1')
    await symlink(join(folder, 'shared', 'masters'), join(folder, 'two', 'masters'))
    await symlink('one', join(folder, 'conf'))
    const masters = await follow(join(folder, 'conf'))
    await symlink('two', join(folder, 'next'))
    await rename(join(folder, 'next'), join(folder, 'conf'))
    await until(masters, 'b:1|null')
    await writeFile(join(folder, 'shared', 'masters'), 'c:1')
    await until(masters, 'c:1|null')
  })

  it('The watch of a conf folder reports a file system that does not answer, and reads again until it does', async () => {
    await writeFile(join(folder, 'masters'), 'a:1')
    let hangs = false
    const hanging = <T>(call: () => Promise<T>) => (hangs ? Promise.reject(new FileTimeoutError('no answer')) : call())
    const calls: FileCalls = {
      stat: (path) => hanging(() => confCalls.stat(path)),
      lstat: (path) => hanging(() => confCalls.lstat(path)),
      realpath: (path) => hanging(() => confCalls.realpath(path)),
      list: (path, most) => hanging(() => confCalls.list(path, most)),
      read: (path, most) => hanging(() => confCalls.read(path, most)),
    }
    const readings: string[] = []
    const options = { signal: end.signal, debounceMs: 20, retryMs: 50, hangingMs: 50, calls }
    watchConfFolder(
      folder,
      ({ configuration, isHanging }) => readings.push(isHanging ? 'hangs' : configuration.masters.map(({ master }) => master).join()),
      options,
    )
    await vi.waitFor(() => expect(readings).toEqual(['a:1']), 60_000)
    hangs = true
    await writeFile(join(folder, 'masters'), 'b:1')
    await vi.waitFor(() => expect(readings.filter((one) => one === 'hangs').length).toBeGreaterThan(2), 60_000)
    hangs = false
    await vi.waitFor(() => expect(readings.at(-1)).toBe('b:1'), 60_000)
    expect(new Set(readings)).toEqual(new Set(['a:1', 'hangs', 'b:1']))
  })

  it('A conf folder whose file system never answers has an unknown mode, with the reason', async () => {
    const silent = () => Promise.reject(new FileTimeoutError('no answer'))
    const { configuration, isHanging } = await readConfFolder(folder, {
      calls: { stat: silent, lstat: silent, realpath: silent, list: silent, read: silent },
    })
    expect([isHanging, configuration.mode]).toEqual([true, 'unknown'])
    expect(configuration.problems.map(({ sentence }) => sentence)).toContain('masters cannot be read: its file system does not answer.')
  })

  it('The watch of a conf folder waits for a folder that does not exist yet, and ends with its signal', async () => {
    const masters = await follow(join(folder, 'deep', 'conf'))
    await mkdir(join(folder, 'deep', 'conf'), { recursive: true })
    await writeFile(join(folder, 'deep', 'conf', 'masters'), 'a:1')
    await until(masters, 'a:1|null')
    end.abort()
    await writeFile(join(folder, 'deep', 'conf', 'masters'), 'b:1')
    await sleep(200)
    expect(masters()).toBe('a:1|null')
  })
})
