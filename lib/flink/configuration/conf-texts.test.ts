import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { flatTexts, yamlTexts } from '@/lib/testing/flink/nasty-conf-texts'
import { parseFlatConf } from './flat-conf'
import { parseYamlConf } from './yaml-conf'

const codes = (problems: readonly { code: string; line: number | null }[]) => problems.map(({ code, line }) => `${line}:${code}`)

describe('flink-conf.yaml', () => {
  it('A flink-conf.yaml is cut at # and split at the first colon and space, and the last of two values counts', () => {
    const { entries, problems, refused } = parseFlatConf(
      'recovery.zookeeper.path.root: /flink # important: customize\na: x: y\na: z\nb:c\n\td : e\n',
    )
    expect({ entries, refused }).toEqual({
      entries: [
        { key: 'recovery.zookeeper.path.root', value: '/flink', line: 1 },
        { key: 'a', value: 'x: y', line: 2 },
        { key: 'a', value: 'z', line: 3 },
        { key: 'd', value: 'e', line: 5 },
      ],
      refused: false,
    })
    expect(codes(problems)).toEqual(['2:duplicate-key', '4:missing-colon'])
  })

  it('A line of flink-conf.yaml that Flink reads otherwise than it looks is a problem', () => {
    expect(codes(parseFlatConf('a: b#c\nd: "e"\nf:\n  g:\thi\n').problems)).toEqual([
      '1:hash-cuts-value',
      '2:quotes-kept',
      '3:missing-value',
      '4:missing-colon',
    ])
  })

  it('Any text of flink-conf.yaml is parsed without an error', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.constantFrom(...flatTexts, ...yamlTexts)), (any) =>
        parseFlatConf(any).entries.every(({ key, value }) => key !== '' && value !== ''),
      ),
    )
  })
})

describe('config.yaml', () => {
  it('A config.yaml has nested and dotted keys, each with its line', () => {
    const { entries, refused } = parseYamlConf(
      'high-availability:\n  type: zookeeper\n  zookeeper:\n    quorum: a:2181,b:2181\nrest.port: 8081\nlist: [a, b]\n',
    )
    expect({ entries, refused }).toEqual({
      entries: [
        { key: 'high-availability.type', value: 'zookeeper', line: 2 },
        { key: 'high-availability.zookeeper.quorum', value: 'a:2181,b:2181', line: 4 },
        { key: 'rest.port', value: '8081', line: 5 },
        { key: 'list', value: '[a, b]', line: 6, list: true },
      ],
      refused: false,
    })
  })

  it('Flink refuses a config.yaml with a key without value, twice or as a number, and the problem names the line', () => {
    for (const [text, problem] of [
      ['a: 1\nhigh-availability:\n  # type: zookeeper\n', '2:missing-value'],
      ['a: 1\na: 2', '2:duplicate-key'],
      ['b: 1\n1: x', '2:bad-key'],
      ['a: b: c', '1:not-yaml'],
      ['- a', '1:not-yaml'],
      ['a: 1\n---\nb: 2', '2:not-yaml'],
    ] as const) {
      const { refused, problems } = parseYamlConf(text)
      expect({ text, refused, first: codes(problems)[0] }).toEqual({ text, refused: true, first: problem })
    }
  })

  it('The brackets of a list over several lines may stand anywhere in a config.yaml, as in Flink', () => {
    expect(parseYamlConf('a: [\n1,\n2\n]\nb:\n  c: {\nd: 3 }\ne: 4')).toEqual({
      entries: [
        { key: 'a', value: '[1, 2]', line: 1, list: true },
        { key: 'b.c.d', value: '3', line: 7 },
        { key: 'e', value: '4', line: 8 },
      ],
      problems: [],
      refused: false,
    })
    expect(parseYamlConf('a: [1').refused).toBe(true)
  })

  it('A hostile config.yaml is read in bounded time', () => {
    const bombs = {
      laughs: `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`).join('\n')}`,
      deep: `a: ${'['.repeat(50_000)}`,
      dashes: `a:\n  ${'- '.repeat(100_000)}x`,
      questions: '? '.repeat(100_000),
      braces: '{a: '.repeat(60_000),
      deepMaps: Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}k:`).join('\n'),
      keys: Array.from({ length: 20_000 }, (_, i) => `k${i}: v`).join('\n'),
      large: 'a: b\n'.repeat(2_000_000),
    }
    for (const [name, text] of Object.entries(bombs)) {
      const begin = performance.now()
      parseYamlConf(text)
      // Generous, because the machine is shared; an unbounded reading would take minutes.
      expect({ name, ms: performance.now() - begin < 60_000 }).toEqual({ name, ms: true })
    }
    expect(codes(parseYamlConf(bombs.laughs).problems)).toContain('null:alias-bomb')
    expect(codes(parseYamlConf(bombs.deep).problems)).toEqual(['null:too-deep'])
    expect(codes(parseYamlConf(bombs.large).problems)).toEqual(['null:too-large'])
  })

  it('Any text of config.yaml is parsed without an error', () => {
    const pieces = fc
      .array(
        fc.constantFrom(
          'a',
          ': ',
          '\n',
          '  ',
          '- ',
          '[',
          ']',
          '{',
          '}',
          '&x ',
          '*x',
          '#',
          '"',
          "'",
          '|',
          '>',
          '!',
          '---\n',
          '%',
          '? ',
          '\t',
          ',',
          '1',
          'null',
          '<<',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(anyText(), pieces), (any) => {
        const { entries, problems, refused } = parseYamlConf(any)
        return entries.every(({ line }) => line >= 1) && (!refused || problems.length > 0)
      }),
      { numRuns: 500 },
    )
  })
})
