import { expect, it } from 'vitest'
import type { Fix } from './finding'
import { fixFiles } from './fixed-files'

const conf = 'flink-conf.yaml'
const found = (id: string, ...fix: Fix[]) => ({ id, fix: fix.length > 0 ? fix : null })

it('Each fixed file is listed once, with a diff that patch accepts', () => {
  const { files, left } = fixFiles(
    [
      found('one', { file: conf, edits: [{ kind: 'replace', line: 2, text: 'b: 3' }] }),
      found('none'),
      found('two', { file: conf, edits: [{ kind: 'append', text: 'c: 1' }] }, { file: 'masters', edits: [{ kind: 'remove', line: 1 }] }),
    ],
    { [conf]: 'a: 1\nb: 2\n', masters: 'x:1\ny:1\n' },
  )
  expect(left).toEqual([])
  expect(files).toEqual([
    {
      file: conf,
      before: 'a: 1\nb: 2\n',
      after: 'a: 1\nb: 3\nc: 1\n',
      findings: ['one', 'two'],
      diff: '--- a/flink-conf.yaml\n+++ b/flink-conf.yaml\n@@ -1,2 +1,3 @@\n a: 1\n-b: 2\n+b: 3\n+c: 1\n',
    },
    {
      file: 'masters',
      before: 'x:1\ny:1\n',
      after: 'y:1\n',
      findings: ['two'],
      diff: '--- a/masters\n+++ b/masters\n@@ -1,2 +1,1 @@\n-x:1\n y:1\n',
    },
  ])
})

it('A fix is applied wholly or not at all, and the rest is listed as left', () => {
  const { files, left } = fixFiles(
    [
      found('first', {
        file: conf,
        edits: [
          { kind: 'remove', line: 1 },
          { kind: 'append', text: 'k: 1' },
        ],
      }),
      found('same', { file: conf, edits: [{ kind: 'remove', line: 1 }] }),
      found('same line', {
        file: conf,
        edits: [
          { kind: 'replace', line: 1, text: 'x' },
          { kind: 'append', text: 'z: 1' },
        ],
      }),
      found('same key', { file: conf, edits: [{ kind: 'append', text: 'k: 2' }] }),
      found('no file', { file: 'masters', edits: [{ kind: 'append', text: 'a' }] }),
    ],
    { [conf]: 'a: 1\nb: 2\n' },
  )
  expect({ after: files.map(({ after }) => after), by: files[0]?.findings, left }).toEqual({
    after: ['b: 2\nk: 1\n'],
    by: ['first', 'same'],
    left: ['same line', 'same key', 'no file'],
  })
})

it('Two fixes together do not empty a parent key of config.yaml', () => {
  const { files, left } = fixFiles(
    [2, 3].map((line) => found(String(line), { file: 'config.yaml', edits: [{ kind: 'remove', line }] })),
    { 'config.yaml': 'a:\n  b: 1\n  c: 2\n' },
  )
  expect({ after: files[0]?.after, left }).toEqual({ after: 'a:\n  c: 2\n', left: ['3'] })
})
