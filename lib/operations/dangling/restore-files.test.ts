import { existsSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toPartPath } from '@/lib/sources/ha-storage/file/restore-file'
import { OperationError } from '../run/verb'
import { restoreFiles } from './restore-files'

let root: string
let said: string[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'understudy-restore-'))
  said = []
})
afterEach(() => rm(root, { recursive: true, force: true }))

const aFile = (name: string, text: string | Buffer) => ({ path: join(root, name), data: Buffer.from(text).toString('base64'), mode: 0o644 })
const context = (end = new AbortController()) => ({ signal: end.signal, say: (text: string) => void said.push(text) })

describe('restoreFiles', () => {
  it('Restore reports for each file whether it was written, was there already or was kept back', async () => {
    await writeFile(join(root, 'same'), 'as it was')
    await writeFile(join(root, 'other'), 'theirs')
    const files = [aFile('missing', 'x'), aFile('same', 'as it was'), aFile('other', 'ours')]
    const [missing = '', same = '', other = ''] = files.map(({ path }) => `file ${path}`)
    expect(await restoreFiles(files, root, context())).toEqual({
      written: [missing],
      there: [same],
      kept: [`${other}: there is another one already.`],
    })
    expect(said).toEqual([`done  ${missing}\n`, `there ${same}\n`, `kept  ${other}: there is another one already.\n`])
    expect(await readFile(join(root, 'other'), 'utf8')).toBe('theirs')
  })

  it('An aborted restore ends between two files', async () => {
    const end = new AbortController()
    const first = aFile('first', 'x')
    const restoring = restoreFiles([first, aFile('second', 'y')], root, { ...context(end), say: () => end.abort(new Error('ended')) })
    await expect(restoring).rejects.toThrow('ended')
    expect(await readdir(root)).toEqual(['first'])
  })

  it('An aborted restore reports what it wrote, and nothing when it wrote nothing', async () => {
    const restoreUntil = (say: (end: AbortController) => void) => {
      const end = new AbortController()
      const files = [aFile('first', 'x'), aFile('second', 'y')]
      const toMessage = ({ message }: Error) => message
      return restoreFiles(files, root, { ...context(end), say: () => say(end) }).then(() => 'done', toMessage)
    }
    const ended = (end: AbortController) => end.abort(new OperationError('aborted', 'Ada ended it.'))
    expect(await restoreUntil(ended)).toBe('Ada ended it. Before that: 1 written back. Restore again: only what is missing is written.')
    expect(await restoreUntil(ended)).toBe('Ada ended it.')
  })

  it('Restore does not replace a file that appears while it writes', async () => {
    const file = aFile('late', Buffer.alloc(32 * 1024 * 1024, 1))
    const restoring = restoreFiles([file], root, context())
    while (!existsSync(toPartPath(file.path))) await new Promise(setImmediate)
    writeFileSync(file.path, 'theirs')
    expect(await restoring).toEqual({ written: [], there: [], kept: [`file ${file.path}: there is another one already.`] })
    expect([await readFile(file.path, 'utf8'), await readdir(root)]).toEqual(['theirs', ['late']])
  })

  it('Restore writes only below the storage directory', async () => {
    await mkdir(join(root, 'ha'))
    expect(await restoreFiles([aFile('outside', 'x')], join(root, 'ha'), context())).toMatchObject({
      written: [],
      kept: [expect.stringContaining('is not in this cluster’s storage directory')],
    })
    expect(await readdir(root)).toEqual(['ha'])
  })
})
