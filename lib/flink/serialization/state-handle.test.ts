import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  loadRecordedStorage,
  loadRecordedTree,
  loadSyntheticPayloads,
  recordedLabels,
  recordedMoments,
  recordedStorageRoot,
  recordedVersions,
} from '@/lib/testing/recorded/recorded-flink'
import type { RecordedFolder } from '@/lib/testing/recorded/recorded-flink'
import { toLocalPath } from './path-uri'
import { decodeStateHandle } from './state-handle'

const payloads = loadSyntheticPayloads()
const flink = 'org.apache.flink.runtime.state'

/** Pointers are the only znodes whose data begins with a serialized object (leader information begins with a block). */
function pointersOf(folder: RecordedFolder, label: string) {
  return [...loadRecordedTree(folder, label).values()].filter(({ data }) => data && data[0] === 0xac && data[4] === 0x73)
}

describe('a pointer', () => {
  it('A pointer has the path of a file, its length and the class, percent-encoded as Flink writes it', () => {
    const files = payloads.filter(({ name }) => name.startsWith('file-handle'))
    expect(files.map(({ data }) => decodeStateHandle(data))).toEqual(
      files.map(({ expect: { path, stateSize } }) => ({
        kind: 'file',
        uri: path,
        bytes: stateSize,
        javaClass: `${flink}.filesystem.FileStateHandle`,
      })),
    )
    expect(files).toHaveLength(4)
  })

  it('A pointer may hold its content inline', () => {
    const inline = payloads.find(({ name }) => name === 'inline-byte-stream-handle')
    expect(decodeStateHandle(inline?.data ?? new Uint8Array())).toEqual({
      kind: 'inline',
      bytes: 12,
      name: 'inline-name',
      javaClass: `${flink}.memory.ByteStreamStateHandle`,
    })
  })

  it('A pointer to a file relative to its checkpoint has the full path', () => {
    const relative = payloads.find(({ name }) => name === 'relative-file-handle')
    expect(decodeStateHandle(relative?.data ?? new Uint8Array())).toEqual({
      kind: 'file',
      uri: 's3://b/chk-3/part-0',
      bytes: 99,
      javaClass: `${flink}.filesystem.RelativeFileStateHandle`,
    })
  })

  it('A pointer of Flink 1.0 names a file without its length', () => {
    const [pointer] = pointersOf('1.0.3', '03-running')
    expect(decodeStateHandle(pointer?.data ?? new Uint8Array())).toEqual({
      kind: 'file',
      uri: expect.stringMatching(/^file:\/.*\/recovery\/completedCheckpoint[0-9a-f]{12}$/),
      bytes: null,
      javaClass: `${flink}.filesystem.FileSerializableStateHandle`,
    })
  })

  it('A pointer that is something else is unknown, with the reason', () => {
    const leader = payloads.find(({ kind }) => kind === 'leader')?.data ?? new Uint8Array()
    expect(decodeStateHandle(leader)).toEqual({ kind: 'unknown', javaClass: null, reason: 'not exactly one object' })
    expect(decodeStateHandle(new Uint8Array())).toMatchObject({ kind: 'unknown', javaClass: null })
    const uuid = Uint8Array.from([...leader.subarray(0, 4), ...leader.subarray(4 + 2 + (leader[5] ?? 0))])
    expect(decodeStateHandle(uuid)).toEqual({ kind: 'unknown', javaClass: 'java.util.UUID', reason: 'no file path in java.util.UUID' })
  })

  it('A pointer with a negative length is unknown', () => {
    const file = Uint8Array.from(payloads.find(({ name }) => name.startsWith('file-handle'))?.data ?? [])
    file[0x123] = 0xff
    expect(decodeStateHandle(file)).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('a state size of -') })
  })

  it('A pointer of any bytes is decoded without an error', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), (index, edits) => {
        const bytes = Uint8Array.from(payloads[index % payloads.length]?.data ?? [])
        for (const [at, byte] of edits) bytes[at % bytes.length] = byte
        expect(['file', 'inline', 'unknown']).toContain(decodeStateHandle(bytes).kind)
      }),
      { numRuns: 1500 },
    )
  })
})

const moments = [...recordedVersions, ...recordedMoments].flatMap((folder) => recordedLabels(folder).map((label) => ({ folder, label })))

describe('every recorded pointer', () => {
  // In these recordings the file was deleted on purpose.
  const broken = (folder: RecordedFolder) => folder.includes('dangling')
  const resolve = (folder: RecordedFolder, label: string) => {
    const root = recordedStorageRoot(folder, label)
    const files = new Map(loadRecordedStorage(folder, label).map(({ path, size }) => [`${root}/${path}`, size]))
    return pointersOf(folder, label).map(({ data }) => {
      const handle = decodeStateHandle(data ?? new Uint8Array())
      const path = handle.kind === 'file' ? toLocalPath(handle.uri) : null
      const size = path?.ok ? files.get(path.value) : undefined
      return { handle: handle.kind, size, stated: handle.kind === 'file' ? handle.bytes : null }
    })
  }

  it.each(moments.filter(({ folder }) => !broken(folder)))(
    'Every pointer of the recording $folder $label leads to its file, with the right length',
    ({ folder, label }) => {
      for (const { handle, size, stated } of resolve(folder, label)) {
        expect(handle).toBe('file')
        expect(size).toBeGreaterThan(0)
        expect(stated).toBe(folder === '1.0.3' ? null : size)
      }
    },
  )

  it('A recorded pointer leads nowhere only where a file was deleted', () => {
    const missing = moments
      .filter(({ folder }) => broken(folder))
      .map(({ folder, label }) => resolve(folder, label).filter(({ size }) => size === undefined).length)
    expect(missing).toEqual([1, 1, 1, 1])
  })

  it('The recordings have 124 pointers', () => {
    expect(moments.reduce((sum, { folder, label }) => sum + pointersOf(folder, label).length, 0)).toBe(124)
  })
})
