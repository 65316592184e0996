import { expect, test } from 'vitest'
import { decodeStateHandle } from '@/lib/flink/serialization/state-handle'
import { loadRecordedNodes, recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import { withUri } from './pointer-uri'

test.each(recordedVersions)('A pointer of Flink %s names another file and is otherwise the same', (version) => {
  const handles = loadRecordedNodes(version, '03-running').flatMap(({ data }) => {
    const handle = data && data.byteLength > 300 ? decodeStateHandle(data) : null
    return data && handle?.kind === 'file' ? [{ data, handle }] : []
  })
  expect(handles.length).toBeGreaterThan(1)
  for (const { data, handle } of handles) {
    const uri = 'file:/tmp/a/much/longer/folder/than/the/recorded/one/of/this/machine/completedCheckpoint0123456789ab'
    expect(decodeStateHandle(withUri(data, handle.uri, uri))).toEqual({ ...handle, uri })
  }
})

test('Bytes that do not name the file are refused', () => {
  expect(() => withUri(new Uint8Array(10), 'file:/a', 'file:/b')).toThrow('file:/a')
})
