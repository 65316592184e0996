import { flatFileName } from '@/lib/flink/configuration/conf-files'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import type { Edit } from '../../finding'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

interface Nested {
  head: number
  key: string
  children: { line: number; key: string; rest: string }[]
}

/** flink-conf.yaml looks like YAML, but has no nesting. */
export const nestedLines: Rule = {
  id: 'files/nested-lines',
  severity: 'warning',
  title: 'Nested lines in flink-conf.yaml',
  why: 'Flink reads the file line by line. A line below a head is an option of its own with only its last word as the key, which Flink does not know.',
  source: {
    text: 'Flink, GlobalConfiguration.loadLegacyYAMLResource',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/configuration/GlobalConfiguration.java',
  },
  canBeWrong: 'The indented lines may be meant as they are, below a head that was left empty by mistake.',
  check({
    configuration: {
      effective: { file },
    },
    files,
  }) {
    const text = files[flatFileName]
    if (file !== flatFileName || text === undefined || /\r(?!\n)/.test(text)) return []
    return findNested(text.split(/\r?\n/)).map(({ head, key, children }) => ({
      sentence: `Below ${quoteForSentence(`${key}:`)} ${children.length === 1 ? 'is a line that is' : `are ${children.length} lines that are`} meant to belong to it; Flink takes ${children.length === 1 ? 'its key' : 'the first one’s key'} for ${quoteForSentence(children[0]?.key ?? '')}.`,
      whatToDo: 'Write each key in full, e.g. high-availability.storageDir: hdfs:///flink/recovery.',
      places: [placeIn(flatFileName, children[0]?.line ?? head, children[0]?.key), placeIn(flatFileName, head, key)],
      fix: [
        {
          file: flatFileName,
          edits: [
            { kind: 'remove', line: head },
            ...children.map(({ line, key: last, rest }): Edit => ({ kind: 'replace', line, text: `${key}.${last}: ${rest}` })),
          ],
        },
      ],
    }))
  },
}

/** Heads with plain settings right below them, all equally indented; anything more complex is skipped. */
function findNested(lines: readonly string[]): Nested[] {
  const found: Nested[] = []
  for (let index = 0; index < lines.length && index < 20_000 && found.length < 50; index++) {
    const key = /^([a-z][\w.-]{1,100}):[ \t]*(?:#.*)?$/.exec(lines[index] ?? '')?.[1]
    if (key === undefined) continue
    const children = readChildren(lines, index + 1)
    if (children.length > 0) found.push({ head: index + 1, key, children })
  }
  return found
}

function readChildren(lines: readonly string[], from: number): Nested['children'] {
  const indent = /^ +/.exec(lines[from] ?? '')?.[0] ?? ''
  const children: Nested['children'] = []
  for (let index = from; indent !== '' && index < lines.length; index++) {
    const text = lines[index] ?? ''
    if (!/^\s/.test(text)) break
    const match = /^( +)([\w.-]{1,100}):[ ]+([^\s#].*)$/.exec(text)
    if (!match || match[1] !== indent) return []
    children.push({ line: index + 1, key: match[2] ?? '', rest: match[3] ?? '' })
  }
  return children
}
