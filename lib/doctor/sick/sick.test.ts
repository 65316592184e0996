import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { parseFlatConf } from '@/lib/flink/configuration/flat-conf'
import { readSickConfigurations, toDoctorInput } from '@/lib/testing/sick-configurations'
import { applyEdits } from '../apply-edits'
import type { Finding, Fix } from '../finding'
import { fixFiles } from '../fixed-files'
import { rules } from '../rules/all'
import { runDoctor } from '../run-doctor'

const cases = readSickConfigurations()
const toLine = ({ rule, severity, places }: Finding) => ({ rule, severity, file: places[0]?.file ?? null, line: places[0]?.line ?? null })
const sort = (lines: ReturnType<typeof toLine>[]) => lines.map((line) => JSON.stringify(line)).sort()

describe('sick configurations', () => {
  it.each(cases)('The example $name has exactly its expected findings: $title', (one) => {
    const findings = runDoctor(toDoctorInput(one, one.files)).map(toLine)
    const counted = findings.filter(
      (finding) => finding.severity !== 'note' || !one.also || sort(one.expected).includes(JSON.stringify(finding)),
    )
    expect(sort(counted)).toEqual(sort(one.expected))
  })

  it('The examples are at least forty sick ones, half of them from public sources', () => {
    const sick = cases.filter(({ title }) => !title.startsWith('healthy'))
    expect(sick.length).toBeGreaterThanOrEqual(40)
    expect(sick.filter(({ source }) => source.startsWith('https://')).length).toBeGreaterThanOrEqual(sick.length / 2)
  })

  it('The examples name only rules that exist', () => {
    const ids = new Set<string>(rules.map(({ id }) => id))
    expect(cases.flatMap(({ expected }) => expected.map(({ rule }) => rule)).filter((rule) => !ids.has(rule))).toEqual([])
  })
})

describe('fixes of the examples', () => {
  it.each(cases)('Each fix of the example $name alone removes its finding and adds no error', (one) => {
    const before = runDoctor(toDoctorInput(one, one.files))
    for (const finding of before.filter(({ fix }) => fix !== null)) {
      const after = runDoctor(toDoctorInput(one, apply(one.files, finding.fix ?? [])))
      const errors = after.filter((each) => each.severity === 'error' && !before.some(({ rule }) => rule === each.rule))
      expect({ rule: finding.rule, still: isThere(after, finding), errors: errors.map(({ rule }) => rule) }).toEqual({
        rule: finding.rule,
        still: false,
        errors: [],
      })
    }
  })

  it.each(cases)('All fixes of the example $name together leave only findings without a fix', (one) => {
    const before = runDoctor(toDoctorInput(one, one.files))
    const { files, left } = fixFiles(before, one.files)
    const after = runDoctor(toDoctorInput(one, { ...one.files, ...Object.fromEntries(files.map(({ file, after: text }) => [file, text])) }))
    const fixed = before.filter(({ id, fix }) => fix !== null && !left.includes(id))
    expect(fixed.filter((finding) => isThere(after, finding)).map(({ rule }) => rule)).toEqual([])
  })
})

describe('the same settings nested in config.yaml', () => {
  const flat = cases.filter(({ files }) => files['flink-conf.yaml'] !== undefined && files['config.yaml'] === undefined)

  it.each(flat)(
    'Each fix of the example $name nested in config.yaml removes its finding, and Flink accepts the file',
    ({ files, ...one }) => {
      const { 'flink-conf.yaml': text = '', ...others } = files
      const about = { ...one, flinkVersion: '2.3.0' }
      const texts: Record<string, string> = { ...others, 'config.yaml': toNested(text) }
      const before = runDoctor(toDoctorInput(about, texts))
      for (const finding of before.filter(({ fix }) => fix !== null)) {
        const after = toDoctorInput(about, apply(texts, finding.fix ?? []))
        expect({ rule: finding.rule, still: isThere(runDoctor(after), finding), refused: after.configuration.effective.refused }).toEqual({
          rule: finding.rule,
          still: false,
          refused: false,
        })
      }
    },
  )
})

const isThere = (findings: readonly Finding[], { rule, sentence }: Finding) =>
  findings.some((each) => each.rule === rule && each.sentence === sentence)

/** Each part of a key as a level of its own, as far as no key is the beginning of another. */
function toNested(text: string): string {
  const entries = new Map(parseFlatConf(text.replace(/^\uFEFF/, '')).entries.map(({ key, value }) => [key, value]))
  const root: Record<string, unknown> = {}
  for (const [key, value] of entries) {
    const isHead = [...entries.keys()].some((other) => other.startsWith(`${key}.`))
    const parts = isHead ? [key] : key.split('.')
    let level = root
    while (parts.length > 1 && typeof (level[parts[0] ?? ''] ?? {}) === 'object')
      level = (level[parts.shift() ?? ''] ??= {}) as Record<string, unknown>
    level[parts.join('.')] = value
  }
  return stringify(root)
}

function apply(files: Record<string, string>, fixes: readonly Fix[]): Record<string, string> {
  return { ...files, ...Object.fromEntries(fixes.map(({ file, edits }) => [file, applyEdits(files[file] ?? '', edits)])) }
}
