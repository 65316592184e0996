import { UnderstudyError } from '@/lib/base/errors'
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Document, type Node, type Pair, type YAMLMap } from 'yaml'
import type { ConfEntry, ConfFile } from './flat-conf'
import { makeProblem, quoteForSentence, showKey, type LineProblem } from './problem'
import { parseYaml } from './yaml-document'
import { findExcess } from './yaml-bounds'
import { toFlowText, toScalarText } from './yaml-text'

const maxDepth = 64
/** Visited nodes, expanded aliases included: the bound against “billion laughs”. */
const maxNodes = 8_000
const advice = 'Correct the file; `bin/config-parser-utils.sh` of Flink or any YAML 1.2 checker shows the same fault.'

/**
 * Reads `config.yaml` (Flink 1.19 and later) as `YamlParserUtils` does: YAML 1.2 with the core schema
 * (snakeyaml-engine), nested keys joined with dots and keys that have dots already taken as they are
 * (`GlobalConfiguration.flatten`); of two spellings of one key the later one wins, a key twice in one mapping, a key
 * without value or one that is no string makes Flink refuse the whole file. Lists become flow text. Never throws.
 */
export function parseYamlConf(text: string): ConfFile {
  const file: ConfFile = { entries: [], problems: [], refused: false }
  const tooMuch = findExcess(text)
  if (tooMuch === 'depth') {
    refuse(file, 'too-deep', {}, 'The file nests too deep and was not read here.')
    return file
  }
  if (tooMuch !== null) {
    file.problems.push(
      makeProblem(
        'too-large',
        'error',
        {},
        `The file has more than ${tooMuch} and was not read here.`,
        'Check that this is the right file; remove what does not belong into it.',
      ),
    )
    return file
  }
  try {
    readDocument(text, file)
  } catch (error) {
    // The YAML library is recursive: hostile nesting overflows its stack, which must not reach the caller.
    refuse(file, 'not-yaml', {}, `The file could not be read as YAML (${error instanceof Error ? error.name : 'unknown fault'}).`)
  }
  noteDuplicates(file)
  return file
}

interface Walk {
  text: string
  file: ConfFile
  lines: LineCounter
  anchors: Map<string, Node>
  visited: number
}

/** Faults to the YAML library that snakeyaml-engine accepts: `a: "x"#c`, `%FOO`. */
const toleratedFaults = /^(?:Comments must be separated from other tokens|Unknown directive|Flow end indicator should be more indented)/
/** Characters that the YAML standard forbids; snakeyaml-engine refuses the file at the first one. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

class YamlLimitError extends UnderstudyError<'limit'> {
  static readonly kind = 'YamlLimitError'

  constructor() {
    super('limit', 'The file nests too deep or repeats itself too often.')
  }
}

function readDocument(text: string, file: ConfFile): void {
  const lines = new LineCounter()
  const odd = unprintable.exec(text)
  if (odd)
    refuse(
      file,
      'binary',
      { line: text.slice(0, odd.index).split('\n').length },
      'The file has a control character.',
      'Remove it; perhaps the file is no text in UTF-8.',
    )
  const doc = parseYaml(text, lines)
  reportFaults(doc, lines, file)
  const root = doc.contents
  if (root === null || (isScalar(root) && root.value === null)) return
  if (!isMap(root)) return refuse(file, 'not-yaml', { line: 1 }, 'The file is no mapping of keys to values.')
  const walk: Walk = { text, file, lines, anchors: new Map(), visited: 0 }
  try {
    readMap(root, '', 0, walk)
  } catch (error) {
    if (!YamlLimitError.is(error)) throw error
    refuse(file, 'alias-bomb', {}, 'The file nests too deep or repeats itself through anchors too often; the rest of it was not read here.')
  }
}

function reportFaults(doc: Document, lines: LineCounter, file: ConfFile): void {
  const faults = [...doc.errors, ...doc.warnings].filter(({ message }) => !toleratedFaults.test(message))
  for (const fault of faults.slice(0, 20)) {
    const { line, col } = lines.linePos(fault.pos[0])
    refuse(file, 'not-yaml', { line, column: col }, `The file is not valid YAML: ${quoteForSentence(fault.message, 120)}.`)
  }
}

function readMap(map: YAMLMap, prefix: string, depth: number, walk: Walk): void {
  const seen = new Map<string, number>()
  for (const pair of map.items) {
    const key = readKey(pair, walk)
    const line = lineOf(pair.key ?? pair.value, walk)
    if (key === null) {
      refuse(
        walk.file,
        'bad-key',
        { line },
        'A key is no text (a number, a truth value or a collection).',
        'Write the key as text; put it in quotes if it must look like a number.',
      )
      continue
    }
    const before = seen.get(key)
    if (before !== undefined)
      refuse(
        walk.file,
        'duplicate-key',
        { line, key: `${prefix}${key}` },
        `${showKey(prefix + key)} is in line ${before} already.`,
        'Remove one of the two.',
      )
    seen.set(key, line ?? 0)
    if (!map.flow && hasTabBeforeValue(pair, walk.text))
      refuse(
        walk.file,
        'missing-colon',
        { line, key: `${prefix}${key}` },
        `A tab follows the colon of ${showKey(prefix + key)}.`,
        'Put a space after the colon.',
      )
    readValue(pair.value, `${prefix}${key}`, line, depth + 1, walk)
  }
}

/** `key:\tvalue`: valid by the standard, refused by snakeyaml-engine. */
function hasTabBeforeValue({ key, value }: Pair, text: string): boolean {
  const [from, to] = [(key as Node | null)?.range?.[1], (value as Node | null)?.range?.[0]]
  return from !== undefined && to !== undefined && text.slice(from, to).replace(/#.*/g, '').includes('\t')
}

function readKey(pair: Pair, walk: Walk): string | null {
  const key = resolve(pair.key, walk)
  // `: value`, a missing key; one that reads `null` is the text null.
  if (key === null || key.range?.[0] === key.range?.[1]) return null
  if (!isScalar(key)) return null
  // HashMap allows the null key, and Flink's string concatenation makes it "null".
  return key.value === null ? 'null' : typeof key.value === 'string' ? key.value : null
}

function readValue(raw: unknown, key: string, line: number | null, depth: number, walk: Walk): void {
  if (depth > maxDepth || key.length > 10_000) throw new YamlLimitError()
  const value = resolve(raw, walk)
  if (isMap(value)) return readMap(value, `${key}.`, depth, walk)
  const text = isSeq(value) ? toFlowText(value, (node) => resolve(node, walk)) : isScalar(value) ? toScalarText(value.value) : null
  if (text === null)
    return refuse(
      walk.file,
      'missing-value',
      { line, key },
      `${showKey(key)} has no value.`,
      'Write a value, or put # in front of the line (and of the lines above that have nothing below them then).',
    )
  walk.file.entries.push({ key, value: text, line: line ?? 1, ...(isSeq(value) ? { list: true } : {}) })
}

/** Follows an alias to the latest node of its anchor, and counts. */
function resolve(node: unknown, walk: Walk): Node | null {
  if (++walk.visited > maxNodes) throw new YamlLimitError()
  if (isAlias(node)) return walk.anchors.get(node.source) ?? null
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null
  if (node.anchor) walk.anchors.set(node.anchor, node)
  return node
}

function lineOf(node: unknown, walk: Walk): number | null {
  const range = (node as Node | null)?.range
  return range ? walk.lines.linePos(range[0]).line : null
}

function refuse(
  file: ConfFile,
  code: LineProblem['code'],
  place: { line?: number | null; column?: number; key?: string },
  sentence: string,
  whatToDo = advice,
): void {
  file.refused = true
  if (file.problems.length < 100)
    file.problems.push(makeProblem(code, 'error', place, `${sentence} Flink does not start with this file.`, whatToDo))
}

/** Two spellings of one key (`a.b: 1` and `a: {b: 2}`): legal, but only the later one counts. */
function noteDuplicates(file: ConfFile): void {
  const newest = new Map<string, ConfEntry>()
  for (const entry of file.entries) {
    const before = newest.get(entry.key)
    if (before && !file.refused)
      file.problems.push(
        makeProblem(
          'duplicate-key',
          before.value === entry.value ? 'note' : 'warning',
          { line: before.line, key: entry.key },
          `${showKey(entry.key)} is set again in line ${entry.line}, nested or spelled out; the later one counts.`,
          'Remove one of the two.',
        ),
      )
    newest.set(entry.key, entry)
  }
}
