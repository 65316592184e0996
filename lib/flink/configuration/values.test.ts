import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { findDurationMs, findJavaBoolean, findJavaInteger } from './duration'
import { findMemoryBytes } from './memory-size'
import { containsPort, countPorts, iteratePorts, parsePortRange } from './port-range'
import { parseQuorum } from './quorum'
import { compareFlinkVersions, findFlinkVersion, findVersionInJarName, isFlinkAtLeast } from './version'
import { isZnodePath, joinZnodes } from './znode-root'

const ports = (text: string) => [...iteratePorts(parsePortRange(text))]

describe('port expressions', () => {
  it('A port expression lists single ports and ranges in the order they are tried', () => {
    const range = parsePortRange('50011,50010, 50020-50023')
    expect([...iteratePorts(range)]).toEqual([50011, 50010, 50020, 50021, 50022, 50023])
    expect({
      count: countPorts(range),
      in: containsPort(range, 50021),
      out: containsPort(range, 50012),
      random: range.random,
      problems: range.problems,
    }).toEqual({ count: 6, in: true, out: false, random: false, problems: [] })
  })

  it('A port expression of 0 is random, and overlapping ranges count once', () => {
    expect(parsePortRange('0').random).toBe(true)
    expect(countPorts(parsePortRange('1-10,5-12,3'))).toBe(12)
  })

  it('A port expression that Flink refuses has a problem', () => {
    for (const text of ['', 'a', '50-40', '50-50', '1-2-3', '70000', '1,,2', '-5'])
      expect({ text, refused: parsePortRange(text).problems.length > 0 }).toEqual({ text, refused: true })
    expect(ports('5,')).toEqual([5])
  })

  it('Any port expression is parsed without an error and counted without iterating', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9,-]{0,40}$/)), (text) => countPorts(parsePortRange(text)) <= 65_535),
    )
    expect(countPorts(parsePortRange('1-65535,'.repeat(1_000)))).toBe(65_535)
  })
})

describe('the quorum', () => {
  it('A quorum has members with 2181 for a missing port, and a chroot', () => {
    expect(parseQuorum(' zk1:2181, zk2 ,[::1]:2182/shared/flink/')).toMatchObject({
      members: [
        { host: 'zk1', port: 2181 },
        { host: 'zk2', port: 2181 },
        { host: '::1', port: 2182 },
      ],
      chroot: '/shared/flink',
      connectString: 'zk1:2181,zk2:2181,[::1]:2182/shared/flink',
      problems: [{ code: 'missing-port' }],
    })
  })

  it('A member of the quorum that is no server is left out, with a problem', () => {
    const { members, problems, connectString } = parseQuorum('zk1:x,-o:1,zk2:2181,zk2:2181')
    expect({ members, connectString, codes: problems.map(({ code }) => code) }).toEqual({
      members: [{ host: 'zk2', port: 2181 }],
      connectString: 'zk2:2181',
      codes: ['bad-member', 'bad-member', 'duplicate-line'],
    })
    expect(parseQuorum(' , ')).toMatchObject({ members: [], connectString: null, problems: [{ code: 'empty' }] })
    expect(parseQuorum('zk1:2181/a//b')).toMatchObject({ chroot: '', problems: [{ code: 'bad-member' }] })
  })

  it('Any text of a quorum is parsed without an error', () => {
    fc.assert(fc.property(anyText(), (text) => parseQuorum(text).members.every(({ port }) => port > 0)))
  })
})

describe('values', () => {
  it('Durations, sizes, numbers and booleans are read as Flink reads them', () => {
    expect(['60 s', '1min', '60000', 'PT1.5S', '10x', '', 'constructor'].map((text) => findDurationMs(text))).toEqual([
      60_000,
      60_000,
      60_000,
      1_500,
      null,
      null,
      null,
    ])
    expect(findDurationMs('PT10S', { iso8601: false })).toBe(null)
    expect(['1600m', '1 gb', '1024', '1.5g', 'toString'].map(findMemoryBytes)).toEqual([1_677_721_600, 1_073_741_824, 1_024, null, null])
    expect(['60000', '60 s', '3000000000'].map(findJavaInteger)).toEqual([60_000, null, null])
    expect(['TRUE', 'false', 'yes'].map(findJavaBoolean)).toEqual([true, false, null])
  })

  it('Any text of a duration, size or number gives a safe integer or null', () => {
    fc.assert(
      fc.property(anyText(), (text) =>
        [findDurationMs(text), findMemoryBytes(text), findJavaInteger(text)].every(
          (value) => value === null || Number.isSafeInteger(value),
        ),
      ),
    )
  })
})

describe('versions', () => {
  it('A version is found in the name of a jar, with and without Scala', () => {
    expect(
      [
        'flink-dist-2.3.0.jar',
        'flink-dist_2.11-1.14.6.jar',
        'flink-dist-1.20-SNAPSHOT.jar',
        'flink-csv-1.14.6.jar',
        'flink-dist-x.jar',
      ].map(findVersionInJarName),
    ).toEqual(['2.3.0', '1.14.6', '1.20-SNAPSHOT', null, null])
  })

  it('Versions compare as numbers', () => {
    const [old, young] = [findFlinkVersion('1.9.3'), findFlinkVersion('1.20.1')]
    expect(old && young && compareFlinkVersions(old, young) < 0 && isFlinkAtLeast(young, '1.20') && !isFlinkAtLeast(young, '2.0')).toBe(
      true,
    )
    expect(findFlinkVersion('2')).toBe(null)
  })
})

describe('znodes', () => {
  it('Znodes are joined with exactly one slash', () => {
    expect([joinZnodes('/flink', '/default'), joinZnodes('flink/', 'prod/'), joinZnodes('/', '/a'), joinZnodes('', null)]).toEqual([
      '/flink/default',
      '/flink/prod',
      '/a',
      '/',
    ])
    expect(['/', '/a/b', '/a//b', 'a', '/a/../b', '/a\0'].map(isZnodePath)).toEqual([true, true, false, false, false, false])
  })
})
