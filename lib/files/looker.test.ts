import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '@/lib/testing/until'
import { createLooker } from './looker'

let root = ''
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'looker-'))))
afterEach(() => rm(root, { recursive: true, force: true }))

describe('looking at files in a thread', () => {
  it('The looker returns what a path is, or the system’s error code', async () => {
    const calls = createLooker()
    await writeFile(join(root, 'file'), '12345')
    await mkdir(join(root, 'folder'))
    await symlink('/nowhere/at/all', join(root, 'link'))
    expect(
      await Promise.allSettled([
        calls.stat(join(root, 'file')),
        calls.stat(join(root, 'folder')),
        calls.lstat(join(root, 'link')),
        calls.stat(join(root, 'link')),
        calls.stat(join(root, 'file', 'below')),
      ]),
    ).toMatchObject([
      { value: { kind: 'file', bytes: 5, modifiedAt: expect.any(Number) } },
      { value: { kind: 'folder' } },
      { value: { kind: 'link' } },
      { reason: { code: 'ENOENT' } },
      { reason: { code: 'ENOTDIR' } },
    ])
  })

  it('The looker lists the names of a directory up to the limit', async () => {
    const calls = createLooker()
    for (const name of 'abc') await writeFile(join(root, name), '')
    expect((await calls.list(root, 3)).names.sort()).toEqual(['a', 'b', 'c'])
    expect(await calls.list(root, 2)).toEqual({ names: [expect.any(String), expect.any(String)], isCut: true })
    await expect(calls.list(join(root, 'a'), 2)).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it('The looker matches five thousand concurrent answers to their calls', async () => {
    const calls = createLooker()
    const lengths = Array.from({ length: 20 }, (_, length) => length)
    await Promise.all(lengths.map((length) => writeFile(join(root, `f${length}`), 'x'.repeat(length))))
    const asked = Array.from({ length: 5_000 }, (_, i) => i % lengths.length)
    expect((await Promise.all(asked.map((length) => calls.stat(join(root, `f${length}`))))).map(({ bytes }) => bytes)).toEqual(asked)
  })
})

/** A real thread that really blocks: at paths with `hang` in them, until that file exists. */
const standstill = `
  import { existsSync } from 'node:fs'
  import { parentPort, workerData } from 'node:worker_threads'
  const at = new Int32Array(workerData.at)
  const nobody = new Int32Array(new SharedArrayBuffer(4))
  parentPort.on('message', (batch) => {
    const answers = batch.map(({ path }, place) => {
      if (Atomics.load(at, 1) === 1) return { code: 'given up' }
      Atomics.store(at, 0, place + 1)
      while (path.includes('hang') && !existsSync(path)) Atomics.wait(nobody, 0, 0, 5)
      if (path === 'dies') process.exit(3)
      return { value: path }
    })
    Atomics.store(at, 0, 0)
    parentPort.postMessage(answers)
  })`

describe('a storage directory that hangs', () => {
  const standing = async () => {
    await writeFile(join(root, 'worker.mjs'), standstill)
    return createLooker({ limitMs: 3_000, mostHanging: 2, worker: pathToFileURL(join(root, 'worker.mjs')) })
  }

  it('A storage directory that hangs delays no other call, since another thread answers them', async () => {
    const calls = await standing()
    const asked = [calls.stat('a'), calls.stat(join(root, 'hang')), calls.stat('b'), calls.list('c', 1)]
    expect(await Promise.allSettled(asked)).toMatchObject([
      { value: 'a' },
      { reason: { name: 'FileTimeoutError', message: `looking at ${join(root, 'hang')} did not come back in 3 s` } },
      { value: 'b' },
      { value: 'c' },
    ])
    expect(await calls.stat('later')).toBe('later')
    await writeFile(join(root, 'hang'), '')
  })

  it('A storage call is refused at once while too many calls hang, and answered again when one returns', async () => {
    const calls = await standing()
    const paths = [1, 2].map((one) => join(root, `hang-${one}`))
    await Promise.allSettled(paths.map((path) => calls.stat(path)))
    await expect(calls.stat('a')).rejects.toThrow('2 calls to it hang already')
    await writeFile(paths[0] ?? '', '')
    let answer: unknown = null
    await until(
      'one thread is back',
      () => (
        calls.stat('a').then(
          (told) => (answer = told),
          () => undefined,
        ),
        answer === 'a'
      ),
    )
    await writeFile(paths[1] ?? '', '')
  })

  it('A looker thread that ends by itself fails its own call, and the next thread answers', async () => {
    const calls = await standing()
    const asked = [calls.stat('a'), calls.stat('dies')]
    expect(await Promise.allSettled(asked)).toMatchObject([
      { status: 'rejected' },
      { reason: { message: 'the thread that looks at files ended with code 3' } },
    ])
    expect(await calls.stat('b')).toBe('b')
  })
})
