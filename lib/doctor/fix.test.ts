import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import { parseYamlConf } from '@/lib/flink/configuration/yaml-conf'
import { anyText } from '@/lib/testing/any-text'
import { yamlTexts } from '@/lib/testing/flink/nasty-conf-texts'
import { applyEdits } from './apply-edits'
import type { Edit, Fix } from './finding'
import { joinFixes, fixByAppending, fixOption, fixByRemoving, fixByRenaming, fixByReplacing, fixByUnsetting } from './fix'
import { aConf } from './testing/a-conf'

const apply = (text: string, fix: Fix[] | null) => (fix === null ? null : applyEdits(text, fix[0]?.edits ?? []))
const flat = (text: string) => aConf({ 'flink-conf.yaml': text })
const yaml = (text: string) => aConf({ 'config.yaml': text }, { flinkVersion: '2.3.0' })
const setFlat = (text: string, value: string) => apply(text, fixOption(flat(text), 'storageDir', value))
const setYaml = (text: string, value: string) => apply(text, fixOption(yaml(text), 'storageDir', value))

describe('an option in flink-conf.yaml', () => {
  it('An option in flink-conf.yaml is changed on its line, with comment, blanks and line ends kept', () => {
    expect(setFlat('a: b\nhigh-availability.storageDir:  file:///x   # ours\n\nc: d', 'hdfs:///x')).toBe(
      'a: b\nhigh-availability.storageDir:  hdfs:///x   # ours\n\nc: d',
    )
    expect(setFlat('high-availability.storageDir: file:///x\r\nc: d\r\n', 'hdfs:///x')).toBe(
      'high-availability.storageDir: hdfs:///x\r\nc: d\r\n',
    )
    expect(setFlat('recovery.zookeeper.storageDir: file:///x', 'hdfs:///x')).toBe('recovery.zookeeper.storageDir: hdfs:///x')
  })

  it('An option that is set twice in flink-conf.yaml is changed where it counts', () => {
    expect(setFlat('high-availability.storageDir: one\nhigh-availability.storageDir: two', 'hdfs:///x')).toBe(
      'high-availability.storageDir: one\nhigh-availability.storageDir: hdfs:///x',
    )
  })

  it('An option is added at the end of flink-conf.yaml, with the line ends of the file', () => {
    expect(setFlat('a: b\n', 'hdfs:///x')).toBe('a: b\nhigh-availability.storageDir: hdfs:///x\n')
    expect(setFlat('a: b\r\nc: d', 'hdfs:///x')).toBe('a: b\r\nc: d\r\nhigh-availability.storageDir: hdfs:///x')
    expect(setFlat('', 'hdfs:///x')).toBe('high-availability.storageDir: hdfs:///x\n')
  })

  it('An option of flink-conf.yaml is not fixed where the line or the value cannot be written', () => {
    expect(setFlat('high-availability.storageDir: file:///x\n', 'hdfs:///x#1')).toBe(null)
    expect(setFlat('a: b\rhigh-availability.storageDir: file:///x\r', 'hdfs:///x')).toBe(null)
    expect(fixOption(aConf({}), 'storageDir', 'hdfs:///x')).toBe(null)
  })
})

describe('an option in config.yaml', () => {
  it('An option in config.yaml is changed on its line, nested, dotted or quoted', () => {
    expect(setYaml('high-availability:\n  type: zookeeper\n  storageDir: file:///x#y # ours\n', 'hdfs:///x')).toBe(
      'high-availability:\n  type: zookeeper\n  storageDir: hdfs:///x # ours\n',
    )
    expect(setYaml('high-availability.storageDir: "file:///x"\r\na: b\r\n', 'hdfs:///x')).toBe(
      'high-availability.storageDir: hdfs:///x\r\na: b\r\n',
    )
    expect(setYaml("high-availability:\n    storageDir: 'x'", 'a: b')).toBe("high-availability:\n    storageDir: 'a: b'")
  })

  it('An option in config.yaml is added below the parent key it belongs to', () => {
    expect(setYaml('high-availability: # ours\n  type: zookeeper\n', 'hdfs:///x')).toBe(
      'high-availability: # ours\n  storageDir: hdfs:///x\n  type: zookeeper\n',
    )
    const quorum = (text: string) => apply(text, fixOption(yaml(text), 'quorum', 'a:2181'))
    expect(quorum('high-availability:\n  type: zookeeper\n  zookeeper:\n      path.root: /flink\n')).toBe(
      'high-availability:\n  type: zookeeper\n  zookeeper:\n      quorum: a:2181\n      path.root: /flink\n',
    )
    expect(quorum('high-availability:\n  type: zookeeper')).toBe('high-availability:\n  zookeeper.quorum: a:2181\n  type: zookeeper')
    expect(quorum('high-availability.type: zookeeper\n')).toBe(
      'high-availability.type: zookeeper\nhigh-availability.zookeeper.quorum: a:2181\n',
    )
    expect(quorum('  a: 1\n  b: 2\n')).toBe('  a: 1\n  b: 2\n  high-availability.zookeeper.quorum: a:2181\n')
  })

  it('An option in config.yaml is not fixed where its line does not contain all of it', () => {
    for (const text of [
      'high-availability: {\n  type: zookeeper,\n  storageDir: x }',
      'high-availability: {storageDir: x}',
      'high-availability.storageDir: a\n  b',
      'high-availability.storageDir: "a\n  b"',
      'high-availability.storageDir: |\n  a',
      'x: &x a\nhigh-availability.storageDir: *x',
      '{a: b}',
      'a: b\n...\n',
      'a: b: c',
      'a: 1\na: 2',
    ])
      expect({ text, fixed: setYaml(text, 'hdfs:///x') }).toEqual({ text, fixed: null })
  })

  it('An option in config.yaml has exactly its new value, with any special characters', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(
            '0x1F',
            '1e3',
            '.5',
            'null',
            '~',
            '012',
            '- a',
            'a: b',
            'a #b',
            '*x',
            '50010-50025',
            '50010,50011',
            '-1',
            '+7',
            '.inf',
            '2001-01-01',
            'a:',
          ),
          fc.string({ unit: 'grapheme-ascii', minLength: 1 }),
        ),
        (value) => {
          const text = 'high-availability:\n  storageDir: x\n  type: zookeeper\n'
          const fixed = setYaml(text, value) ?? ''
          expect(parseConfTexts({ 'config.yaml': fixed }, { flinkVersion: '2.3.0' }).effective.options.storageDir.value).toBe(value)
        },
      ),
    )
  })
})

it('A fix of any config.yaml sets the option and changes nothing else, or there is no fix', () => {
  const own = 'high-availability.storageDir'
  const read = (text: string) => parseConfTexts({ 'config.yaml': text }, { flinkVersion: '2.3.0' }).effective
  const others = (text: string) =>
    parseYamlConf(text)
      .entries.filter(({ key }) => key !== own)
      .map(({ key, value }) => `${key}: ${value}`)
  const settings = [`${own}: x`, `${own}: 'x' # y`, 'high-availability:\n  storageDir: x', 'high-availability:\n  type: zookeeper', '']
  for (const nasty of yamlTexts) {
    for (const text of settings.flatMap((setting) => [`${nasty}\n${setting}`, `${setting}\n${nasty}`])) {
      const fixed = setYaml(text, 'hdfs:///x')
      if (fixed === null) continue
      expect({ text, refused: read(fixed).refused, value: read(fixed).options.storageDir.value }).toEqual({
        text,
        refused: false,
        value: 'hdfs:///x',
      })
      expect({ text, others: others(fixed).sort() }).toEqual({ text, others: others(text).sort() })
    }
  }
})

describe('lines of a file', () => {
  it('A removed line of config.yaml takes the parent keys with it that it leaves empty', () => {
    const remove = (text: string, line: number) => apply(text, fixByRemoving(yaml(text), 'config.yaml', line))
    expect(remove('a: 1\nrecovery:\n  zookeeper:\n    # old\n    quorum: x\nb: 2\n', 5)).toBe('a: 1\n    # old\nb: 2\n')
    expect(remove('recovery:\n  mode: x\n  job: y\n', 2)).toBe('recovery:\n  job: y\n')
    expect(remove('a:\n  - b: 1\n    c: 2\n', 3)).toBe(null)
    expect(remove('a: |\n  b\n', 1)).toBe(null)
  })

  it('A line of flink-conf.yaml or config.yaml is renamed to another key', () => {
    const rename = (input: ReturnType<typeof aConf>, file: string) => {
      const { from } = input.configuration.effective.options.storageDir
      return typeof from === 'object' && from
        ? apply(input.files[file] ?? '', fixByRenaming(input, from, 'high-availability.storageDir'))
        : null
    }
    expect(rename(flat('recovery.zookeeper.storageDir: x # y'), 'flink-conf.yaml')).toBe('high-availability.storageDir: x # y')
    expect(rename(yaml('recovery.zookeeper.storageDir: x # y\n'), 'config.yaml')).toBe('high-availability.storageDir: x # y\n')
    expect(rename(yaml('recovery:\n  zookeeper:\n    storageDir: x\nhigh-availability:\n  type: zookeeper\n'), 'config.yaml')).toBe(
      'high-availability:\n  storageDir: x\n  type: zookeeper\n',
    )
    expect(rename(yaml('high-availability:\n  zookeeper:\n    storageDir: x\n'), 'config.yaml')).toBe(null)
  })

  it('All lines of an option are removed together, so that none counts instead', () => {
    const text = 'high-availability.cluster-id: /a\nb: 1\nhigh-availability.cluster-id: /c\n'
    expect(apply(text, fixByUnsetting(flat(text), 'clusterId'))).toBe('b: 1\n')
    expect(fixByUnsetting(flat('b: 1\n'), 'clusterId')).toBe(null)
  })

  it('Two removed lines take the parent key with them that only both leave empty', () => {
    const text = 'recovery:\n  mode: x\n  job:\n    delay: y\nb: 1\n'
    const input = yaml(text)
    const both = [fixByRemoving(input, 'config.yaml', 2), fixByRemoving(input, 'config.yaml', 4)]
    expect(both.map((fix) => apply(text, fix))).toEqual(['recovery:\n  job:\n    delay: y\nb: 1\n', 'recovery:\n  mode: x\nb: 1\n'])
    expect(apply(text, joinFixes(input, 'config.yaml', both))).toBe('b: 1\n')
    const added = fixByAppending(input, 'config.yaml', 'recovery.x: 1')
    expect(joinFixes(input, 'config.yaml', [...both, added])).toBe(null)
    expect(joinFixes(input, 'config.yaml', [null, added])).toBe(null)
  })

  it('A folded line of zoo.cfg is not fixed', () => {
    const input = aConf({ 'zoo.cfg': 'a=1\\\n2\nb=3\n' })
    expect([fixByRemoving(input, 'zoo.cfg', 1), fixByReplacing(input, 'zoo.cfg', 2, 'x=1'), fixByRemoving(input, 'zoo.cfg', 4)]).toEqual([
      null,
      null,
      [{ file: 'zoo.cfg', edits: [{ kind: 'remove', line: 4 }] }],
    ])
  })

  it('A line is added at the end of any file that exists', () => {
    expect(fixByAppending(aConf({ masters: 'a:8081\n' }), 'masters', 'b:8081')).toEqual([
      { file: 'masters', edits: [{ kind: 'append', text: 'b:8081' }] },
    ])
    expect(fixByAppending(aConf({}), 'masters', 'b:8081')).toBe(null)
    expect(apply('rest:\n  port: 1\n', fixByAppending(yaml('rest:\n  port: 1\n'), 'config.yaml', 'rest.address: x'))).toBe(
      'rest:\n  address: x\n  port: 1\n',
    )
  })
})

describe('applying edits', () => {
  const line = fc.integer({ min: 1, max: 8 })
  const added = fc.constantFrom('x: 1', 'y', '')
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), line, text: added }),
    fc.record({ kind: fc.constant('remove' as const), line }),
    fc.record({ kind: fc.constant('insert-after' as const), line: fc.integer({ min: 0, max: 8 }), text: added }),
    fc.record({ kind: fc.constant('append' as const), text: added }),
  )
  const text = fc.oneof(
    anyText(),
    fc
      .array(fc.constantFrom('a', 'b: c', '', ' d'), { maxLength: 8 })
      .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end))),
  )

  it('Applying no edits gives the same text', () => {
    fc.assert(fc.property(text, (any) => applyEdits(any, []) === any))
  })

  it('Applying edits keeps every untouched line in its order', () => {
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 5 }), (any, edits) => {
        const touched = new Set(edits.flatMap((each) => (each.kind === 'replace' || each.kind === 'remove' ? [each.line] : [])))
        // A carriage return at the end of the text becomes part of the line end when a line is appended.
        const toLines = (all: string) =>
          all
            .replace(/^\uFEFF/, '')
            .split(/\r?\n/)
            .map((each) => each.replace(/\r$/, ''))
        const kept = toLines(any)
          .filter((_, index) => !touched.has(index + 1))
          .filter((each) => each !== '')
        const after = toLines(applyEdits(any, edits))
        let at = 0
        for (const each of after) if (each === kept[at]) at++
        expect(at).toBe(kept.length)
      }),
    )
  })

  it('Applying edits skips what an earlier edit already changed or added', () => {
    expect(
      applyEdits('a\nb\n', [
        { kind: 'replace', line: 1, text: 'x' },
        { kind: 'remove', line: 1 },
        { kind: 'append', text: 'k: 1' },
        { kind: 'append', text: 'k: 2' },
      ]),
    ).toBe('x\nb\nk: 1\n')
  })

  it('Applying edits keeps a byte order mark in front', () => {
    expect(applyEdits('\uFEFFa\n', [{ kind: 'insert-after', line: 0, text: 'x' }])).toBe('\uFEFFx\na\n')
    expect(applyEdits('\uFEFFa\n', [{ kind: 'replace', line: 1, text: '\uFEFFb' }])).toBe('\uFEFFb\n')
  })
})
