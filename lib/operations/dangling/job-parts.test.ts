import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PointerNode } from '@/lib/flink/layouts/types'
import { isMetadataPath } from '@/lib/sources/ha-storage/list-storage'
import { checkPointer } from './job-parts'

let storageDir = ''
const aPointer = (file: string) => ({ handle: { kind: 'file', uri: `file:${file}`, bytes: 5 } }) as PointerNode

beforeEach(async () => {
  storageDir = await mkdtemp(join(tmpdir(), 'understudy-job-parts-'))
})
afterEach(() => rm(storageDir, { recursive: true }))

describe('the file of a job’s graph', () => {
  const check = (file: string, others: readonly string[] = []) => {
    const graph = aPointer(file)
    return checkPointer(graph, storageDir, [graph, ...others.map(aPointer)])
  }

  it('In the storage directory itself it is missing only beside a file that another pointer names', async () => {
    const [graph, other] = [join(storageDir, 'submittedJobGraph1'), join(storageDir, 'submittedJobGraph2')]
    expect(await check(graph), 'no other pointer').toBe('unchecked')
    expect(await check(graph, [other]), 'the share is not mounted').toBe('unchecked')
    await writeFile(join(storageDir, 'submittedJobGraph3'), 'stray')
    expect(await check(graph, [other]), 'a file that no pointer names').toBe('unchecked')
    await writeFile(other, 'graph')
    expect(await check(graph, [other])).toBe('missing')
  })

  it('In the cluster’s own folder it is missing where the folder is there', async () => {
    const folder = join(storageDir, 'default')
    expect(await check(join(folder, 'submittedJobGraph1'))).toBe('unchecked')
    await mkdir(folder)
    expect(await check(join(folder, 'submittedJobGraph1'))).toBe('missing')
  })

  it('An error other than that of a missing file proves nothing', async () => {
    await writeFile(join(storageDir, 'default'), 'a file where the folder should be')
    expect(await check(join(storageDir, 'default', 'submittedJobGraph1'))).toBe('unchecked')
    expect(await check(join(storageDir, 'x'.repeat(300)))).toBe('unchecked')
  })

  it('It is unreadable when it is shorter than its pointer says', async () => {
    const graph = join(storageDir, 'submittedJobGraph1')
    await writeFile(graph, 'cut')
    expect(await check(graph)).toBe('unreadable')
  })
})

it('A metadata file in the storage directory itself is the cluster’s own only in Flink up to 1.9', () => {
  const own = (path: string, isInRoot: boolean, clusterId = '/east') =>
    isMetadataPath(join(storageDir, path), storageDir, { clusterId, isInRoot })
  expect([own('submittedJobGraph1', false), own('submittedJobGraph1', true)]).toEqual([false, true])
  expect([own('east/submittedJobGraph1', false), own('east/submittedJobGraph1', true)]).toEqual([true, true])
  expect([own('west/submittedJobGraph1', false), own('west/submittedJobGraph1', true)]).toEqual([false, false])
  expect(own('submittedJobGraph1', false, ''), 'its folder is the storage directory').toBe(true)
})
