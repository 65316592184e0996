import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../apply-edits'
import { aConf } from '../../testing/a-conf'
import type { DoctorInput } from '../../doctor-input'
import type { Hit, Rule } from '../../rule'
import { editDistance } from './edit-distance'
import { misspeltKey } from './misspelt-key'
import { nestedLines } from './nested-lines'
import { readerRules } from './reader-problems'

const flat = (text: string, flinkVersion = '1.20.1') => aConf({ 'flink-conf.yaml': text }, { flinkVersion })
const yaml = (text: string, flinkVersion = '2.3.0') => aConf({ 'config.yaml': text }, { flinkVersion })
const hitsOf = (id: Rule['id'], input: DoctorInput) => readerRules.filter((rule) => rule.id === id).flatMap((rule) => rule.check(input))
const fixed = (input: DoctorInput, hit: Hit | undefined) =>
  hit?.fix?.map(({ file, edits }) => applyEdits(input.files[file] ?? '', edits)).join('') ?? null

describe('fixes of problems that readers found', () => {
  it.each<[Rule['id'], DoctorInput, string | null]>([
    ['options/key-not-read', flat('high-availability: zookeeper\n', '1.1.5'), 'recovery.mode: zookeeper\n'],
    ['options/key-not-read', flat('recovery.mode: zookeeper\nhigh-availability: zookeeper\n', '1.1.5'), 'recovery.mode: zookeeper\n'],
    ['options/key-not-read', yaml('high-availability.job.delay: 10 s\na: b\n'), 'a: b\n'],
    ['options/key-not-read', yaml('a: b\n'), null],
    [
      'options/different-values',
      flat('recovery.zookeeper.quorum: a:1\nhigh-availability.zookeeper.quorum: b:1\n'),
      'high-availability.zookeeper.quorum: b:1\n',
    ],
    ['files/duplicate-key', flat('a: 1\na: 2\n'), 'a: 2\n'],
    ['files/duplicate-key', yaml('a: 1\na: 2\n'), null],
    ['files/quotes-kept', flat('high-availability: "zookeeper" # yes\n'), 'high-availability: zookeeper # yes\n'],
    ['files/missing-colon', flat('high-availability:zookeeper\n'), 'high-availability: zookeeper\n'],
    ['files/missing-colon', flat('x:\t1\n'), 'x: 1\n'],
    ['files/missing-colon', flat('see http://a/b\n'), null],
    ['options/bad-mode', flat('high-availability: zookeper\n'), 'high-availability: zookeeper\n'],
    ['options/bad-mode', flat('high-availability: consul\n'), null],
    ['options/different-values', flat('recovery.mode: none\nhigh-availability: zookeeper\n'), null],
    ['options/different-values', flat('recovery.mode: zookeeper\nhigh-availability: none\n'), 'recovery.mode: zookeeper\n'],
    [
      'network/reversed-range',
      flat('high-availability: zookeeper\nhigh-availability.jobmanager.port: 50000,50010-50005 # two\n'),
      'high-availability: zookeeper\nhigh-availability.jobmanager.port: 50000,50005-50010 # two\n',
    ],
    ['network/reversed-range', flat('high-availability: zookeeper\nblob.server.port: 5-5\n'), null],
  ])('The rule %s fixes only where one text can be meant (case %#)', (id, input, wanted) => {
    const hits = hitsOf(id, input)
    expect(fixed(input, hits[0])).toBe(wanted)
    if (wanted !== null) expect(hits).toHaveLength(1)
  })

  it('Quotes around JVM options are no finding, since the scripts remove them', () => {
    expect(hitsOf('files/quotes-kept', flat('env.java.opts: "-Xmx1g -Da=b"\nenv.java.opts.jobmanager: "-Da"'))).toEqual([])
    expect(hitsOf('files/quotes-kept', flat("env.java.opts: '-Xmx1g'"))).toHaveLength(1)
  })

  it('The line that begins a YAML document is no finding', () => {
    expect(hitsOf('files/missing-colon', flat('---\nrest.port: 8081'))).toEqual([])
    expect(hitsOf('files/missing-colon', flat('-- -\nrest.port: 8081'))).toHaveLength(1)
  })

  it('A problem of yarn-site.xml is a finding', () => {
    const problems = [
      { code: 'not-xml' as const, severity: 'error' as const, line: 3, column: null, key: null, sentence: 'S', whatToDo: 'W' },
    ]
    expect(hitsOf('files/not-xml', { ...flat(''), yarnSite: { properties: [], problems } })).toEqual([
      { severity: 'error', sentence: 'S', whatToDo: 'W', places: [{ file: 'yarn-site.xml', line: 3, key: null }], fix: null },
    ])
  })
})

describe('a misspelt key', () => {
  it('A misspelt key is reported with the key that is meant', () => {
    const input = flat('high-availability: zookeeper\nhigh-availability.storagedir: hdfs:///ha\n')
    const hits = misspeltKey.check(input)
    expect(hits).toEqual([
      {
        severity: 'warning',
        sentence: 'Flink 1.20.1 knows no high-availability.storagedir, so its value “hdfs:///ha” has no effect.',
        whatToDo: 'Write high-availability.storageDir, if that is meant.',
        places: [{ file: 'flink-conf.yaml', line: 2, key: 'high-availability.storagedir' }],
        fix: [{ file: 'flink-conf.yaml', edits: [{ kind: 'replace', line: 2, text: 'high-availability.storageDir: hdfs:///ha' }] }],
      },
    ])
  })

  it.each([
    ['high-availabilty: zookeeper', 'high-availability'],
    ['recovery.zookeper.quorum: a:1', 'recovery.zookeeper.quorum'],
    ['high-availability.zookeeper.qourum: a:1', 'high-availability.zookeeper.quorum'],
    ['high-availability.clusterid: a', 'high-availability.cluster-id'],
    ['highavailability.type: zookeeper', 'high-availability.type'],
    ['high-availability.zookeeper.path.cluster-id: a', 'high-availability.cluster-id'],
    ['high-availability.session-timeout: 40 s', 'high-availability.zookeeper.client.session-timeout'],
  ])('The misspelt line %s means the key %s', (text, key) => {
    const input = flat(text)
    expect(fixed(input, misspeltKey.check(input)[0])).toContain(`${key}: `)
  })

  it('A misspelt key is not renamed beside the right one, nor when no key is similar', () => {
    expect(
      misspeltKey
        .check(flat('high-availability.storageDir: hdfs:///a\nhigh-availability.storagedir: hdfs:///b'))
        .map(({ fix, severity }) => ({ fix, severity })),
    ).toEqual([{ fix: null, severity: 'warning' }])
    expect(misspeltKey.check(flat('high-availability.colour: red')).map(({ fix, severity }) => ({ fix, severity }))).toEqual([
      { fix: null, severity: 'note' },
    ])
  })

  it('A key that Flink or another factory may know is not reported as misspelt', () => {
    const known =
      'high-availability.kubernetes.leader-election.lease-duration: 15 s\nhigh-availability.zookeeper.client.authorization: a\nhigh-availability.zookeeper.client.max-close-wait: 1 s\nhigh-availability.zookeeper.path.namespace: /a\nrecover.me: 1'
    expect(misspeltKey.check(flat(known))).toEqual([])
    expect(misspeltKey.check(flat('high-availability: com.example.Factory\nhigh-availability.storagedir: x'))).toEqual([])
  })

  it('A misspelt key in a nested config.yaml is renamed there', () => {
    const input = yaml('high-availability:\n  type: zookeeper\n  storagedir: hdfs:///a\n')
    expect(fixed(input, misspeltKey.check(input)[0])).toBe('high-availability:\n  storageDir: hdfs:///a\n  type: zookeeper\n')
  })
})

describe('nested lines', () => {
  it('Nested lines of flink-conf.yaml are rewritten as dotted keys', () => {
    const input = flat('high-availability:\n  type: zookeeper\n  storageDir: hdfs:///a # there\nrest.port: 8081\n')
    const hits = nestedLines.check(input)
    expect(hits.map(({ sentence }) => sentence)).toEqual([
      'Below “high-availability:” are 2 lines that are meant to belong to it; Flink takes the first one’s key for “type”.',
    ])
    expect(fixed(input, hits[0])).toBe(
      'high-availability.type: zookeeper\nhigh-availability.storageDir: hdfs:///a # there\nrest.port: 8081\n',
    )
  })

  it('Nested lines of config.yaml, below a comment or deeper are no finding', () => {
    expect(nestedLines.check(yaml('high-availability:\n  type: zookeeper\n'))).toEqual([])
    expect(nestedLines.check(flat('# high-availability:\n  rest.port: 8081\n'))).toEqual([])
    expect(nestedLines.check(flat('a:\n  b:\n    c: 1\n'))).toEqual([])
  })
})

it('The edit distance counts a swap as one and stops at its limit', () => {
  expect([
    editDistance('abc', 'acb', 2),
    editDistance('abc', 'abc', 2),
    editDistance('abc', 'xyz', 2),
    editDistance('a', 'abcdef', 2),
    editDistance('ab', 'b', 2),
  ]).toEqual([1, 0, 3, 3, 1])
})
