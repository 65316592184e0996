import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FileTimeoutError } from '@/lib/files/file-calls'
import { readConfFolder } from '@/lib/sources/conf-folder/read'
import { toObserved } from './configuration-feed'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-conf-'))
  await writeFile(join(folder, 'flink-conf.yaml'), 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk:2181\n')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const silent = () => Promise.reject(new FileTimeoutError('no answer'))
const sentence = 'flink-conf.yaml cannot be read: its file system does not answer.'

it('The configuration is kept while its file system does not answer, with the reason why it is old', async () => {
  const first = toObserved(await readConfFolder(folder), null)
  const hanging = await readConfFolder(folder, { calls: { stat: silent, lstat: silent, realpath: silent, list: silent, read: silent } })
  const kept = toObserved(hanging, first)
  expect(kept).toMatchObject({
    folder: null,
    configuration: { known: true, detail: expect.stringMatching(/cannot be read: its file system does not answer\.$/) },
  })
  expect(kept.configuration).toMatchObject({ value: { mode: 'zookeeper' } })
  // A partial reading does not count: its parts are of different moments.
  expect(toObserved({ ...(await readConfFolder(folder)), isHanging: true }, first).folder).toBeNull()
})

it('The configuration is unknown when its file system never answered', async () => {
  const hanging = await readConfFolder(folder, { calls: { stat: silent, lstat: silent, realpath: silent, list: silent, read: silent } })
  expect(hanging.configuration.problems.map((problem) => problem.sentence)).toContain(sentence)
  expect(toObserved(hanging, null)).toMatchObject({ folder: null, configuration: { known: false } })
})
