import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { applyEdits } from '../apply-edits'
import type { Edit, Finding } from '../finding'
import { rules } from '../rules/all'
import { toSarif } from './sarif'
import { toReplacements, type SarifReplacement } from './sarif-fix'

/** The parts of the SARIF 2.1.0 schema that are used here, with its names and its bounds; anything else is refused. */
const message = z.strictObject({ text: z.string().min(1) })
const level = z.enum(['none', 'note', 'warning', 'error'])
const region = z.strictObject({
  startLine: z.int().min(1),
  startColumn: z.int().min(1).optional(),
  endLine: z.int().min(1).optional(),
  endColumn: z.int().min(1).optional(),
})
const artifactLocation = z.strictObject({ uri: z.string().regex(/^[\w.~%!$&'()*+,;=:@/-]+$/) })
const location = z.strictObject({
  id: z.int().min(0).optional(),
  physicalLocation: z.strictObject({ artifactLocation, region: region.optional() }),
  logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() })).optional(),
})
const fix = z.strictObject({
  description: message,
  artifactChanges: z
    .array(
      z.strictObject({
        artifactLocation,
        replacements: z
          .array(z.strictObject({ deletedRegion: region, insertedContent: z.strictObject({ text: z.string() }).optional() }))
          .min(1),
      }),
    )
    .min(1),
})
const rule = z.strictObject({
  id: z.string(),
  shortDescription: message,
  fullDescription: message,
  help: message,
  helpUri: z.url().optional(),
  defaultConfiguration: z.strictObject({ level }),
  properties: z.strictObject({ tags: z.array(z.string()) }),
})
export const sarifSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({ name: z.string(), semanticVersion: z.string().regex(/^\d+\.\d+\.\d+$/), rules: z.array(rule) }),
        }),
        columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
        results: z.array(
          z.strictObject({
            ruleId: z.string(),
            ruleIndex: z.int().min(0),
            level,
            message,
            locations: z.array(location),
            relatedLocations: z.array(location).optional(),
            partialFingerprints: z.record(z.string(), z.string()),
            fixes: z.array(fix).min(1).optional(),
          }),
        ),
      }),
    )
    .min(1),
})

const aFinding = (over: Partial<Finding>): Finding => ({
  id: 'zookeeper/even-members@x',
  rule: 'zookeeper/even-members',
  severity: 'warning',
  sentence: 'Two members.',
  why: 'y',
  source: { text: 's', url: null },
  whatToDo: 'Run 3.',
  places: [{ file: 'flink-conf.yaml', line: 1, key: 'a' }],
  fix: null,
  canBeWrong: 'c',
  ...over,
})
const files = { 'flink-conf.yaml': 'a: 1\nb: 2\n' }
const report = (findings: Finding[]) =>
  toSarif(
    [
      {
        folder: '/conf',
        name: null,
        flinkVersion: '1.20.1',
        versionAssumed: false,
        mode: 'zookeeper',
        files,
        elsewhere: { 'yarn-site.xml': '/hadoop/yarn-site.xml' },
        findings,
      },
    ],
    { toolVersion: '1.2.3', rules, toUri: (path) => `file://${path}` },
  )

describe('SARIF', () => {
  it('A SARIF report has every rule, and each finding with its places, fingerprint and fix', () => {
    const fix = [{ file: 'flink-conf.yaml', edits: [{ kind: 'replace' as const, line: 2, text: 'b: 3' }] }]
    const sarif = report([
      aFinding({
        fix,
        places: [
          { file: 'flink-conf.yaml', line: 2, key: 'b' },
          { file: null, line: null, key: null },
        ],
      }),
    ])
    expect(sarifSchema.safeParse(sarif).error).toBe(undefined)
    expect(sarif.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id))
    expect(sarif.runs[0]?.results).toEqual([
      {
        ruleId: 'zookeeper/even-members',
        ruleIndex: rules.findIndex(({ id }) => id === 'zookeeper/even-members'),
        level: 'warning',
        message: { text: 'Two members. Run 3.' },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'file:///conf/flink-conf.yaml' }, region: { startLine: 2 } },
            logicalLocations: [{ fullyQualifiedName: 'b', kind: 'property' }],
          },
        ],
        relatedLocations: [{ id: 0, physicalLocation: { artifactLocation: { uri: 'file:///conf' } } }],
        partialFingerprints: { 'understudyFinding/v1': 'zookeeper/even-members@x' },
        fixes: [
          {
            description: { text: 'Run 3.' },
            artifactChanges: [
              {
                artifactLocation: { uri: 'file:///conf/flink-conf.yaml' },
                replacements: [
                  { deletedRegion: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 5 }, insertedContent: { text: 'b: 3' } },
                ],
              },
            ],
          },
        ],
      },
    ])
  })

  it('A SARIF report names a file where it lies', () => {
    expect(
      report([aFinding({ places: [{ file: 'yarn-site.xml', line: 3, key: null }] })]).runs[0]?.results[0]?.locations[0]?.physicalLocation
        .artifactLocation.uri,
    ).toBe('file:///hadoop/yarn-site.xml')
  })

  it('A SARIF report has no fix for a file that does not exist', () => {
    expect(
      report([aFinding({ fix: [{ file: 'masters', edits: [{ kind: 'append', text: 'a:1' }] }] })]).runs[0]?.results[0],
    ).not.toHaveProperty('fixes')
  })
})

it('A SARIF fix changes the text exactly as the fix does', () => {
  const edits: Edit[] = [
    { kind: 'replace', line: 1, text: 'X' },
    { kind: 'remove', line: 2 },
    { kind: 'insert-after', line: 0, text: 'in' },
    { kind: 'insert-after', line: 1, text: 'in' },
    { kind: 'append', text: 'end' },
  ]
  for (const text of ['a\nb\nc\n', 'a\nb', 'a\r\nb\r\nc\r\n', 'a\r\nb']) {
    for (const edit of edits)
      expect({ text, edit, after: replace(text, toReplacements(text, [edit])) }).toEqual({
        text,
        edit,
        after: text === 'a\nb' || text === 'a\r\nb' ? expectOpen(text, edit) : applyEdits(text, [edit]),
      })
  }
})

/** Removing the last line of a text without a final line end leaves the end of the line before it, as a region can express it. */
function expectOpen(text: string, edit: Edit): string {
  return edit.kind === 'remove' ? text.slice(0, -1) : applyEdits(text, [edit])
}

function replace(text: string, [replacement]: SarifReplacement[]): string {
  const starts = text.split('\n').reduce<number[]>((all, line) => [...all, (all.at(-1) ?? 0) + line.length + 1], [0])
  const offset = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1
  const { startLine = 1, startColumn = 1, endLine = 1, endColumn = 1 } = replacement?.deletedRegion ?? {}
  return text.slice(0, offset(startLine, startColumn)) + (replacement?.insertedContent?.text ?? '') + text.slice(offset(endLine, endColumn))
}
