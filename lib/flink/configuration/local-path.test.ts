import { expect, it } from 'vitest'
import { parseConfTexts } from './conf-texts'
import { deriveSharedDefaultFileSystem, findLocalPath } from './local-path'

it('A path without scheme is local unless Flink has another default file system', () => {
  const shared = (text: string) =>
    deriveSharedDefaultFileSystem(parseConfTexts({ 'flink-conf.yaml': text }, { flinkVersion: '1.20.1' }).effective)
  expect(['a: b', 'fs.default-scheme: hdfs://nn:8020/', 'fs.default-scheme: FILE:///', 'fs.default-scheme: nonsense'].map(shared)).toEqual([
    false,
    true,
    false,
    false,
  ])
  expect(deriveSharedDefaultFileSystem(parseConfTexts({ 'config.yaml': 'a: b: c' }, { flinkVersion: '2.3.0' }).effective)).toBe(null)
})

it('A folder of this machine is distinguished from other file systems', () => {
  const paths = ['file:///a/b/', 'file:/a', '/a//b', 'hdfs:///a', 's3://a/b', 'a/b', 'file:///a%20b', 'file://host/a', '/', '', null]
  expect(paths.map((path) => findLocalPath(path, false))).toEqual(['/a/b', '/a', '/a/b', null, null, null, null, null, '/', null, null])
  expect([findLocalPath('/a', true), findLocalPath('/a', null), findLocalPath('file:///a', true)]).toEqual([null, null, '/a'])
})
