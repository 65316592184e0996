import { makeProblem, quoteForSentence, showKey, type LineProblem } from './problem'
import { javaTrim, readTextLines } from './text-lines'

/** One setting as the file has it. */
export interface ConfEntry {
  key: string
  /** The value as Flink's `Configuration` would hold it in a string. */
  value: string
  /** From 1. */
  line: number
  /** The value is a YAML list (config.yaml only); options that are one string cannot use it. */
  list?: true
}

export interface ConfFile {
  /** In file order; for a key set twice the last one counts. */
  entries: ConfEntry[]
  problems: LineProblem[]
  /** Flink refuses to start with this file. */
  refused: boolean
}

const bounds = { maxCharacters: 256 * 1024, maxLines: 5_000 }

/**
 * Reads `flink-conf.yaml`. It is not YAML: `GlobalConfiguration.loadLegacyYAMLResource` goes line by line, cuts at the first `#` anywhere,
 * splits at the first `: `, trims both, skips what does not fit with a warning, and lets the last of two equal keys win. Nothing nests;
 * quotes belong to the value. Never throws.
 */
export function parseFlatConf(text: string): ConfFile {
  const { lines, problems } = readTextLines(text, 'java', bounds)
  const entries: ConfEntry[] = []
  const newest = new Map<string, ConfEntry>()
  for (const { text: raw, line } of lines) {
    const entry = readEntry(raw, line, problems)
    if (!entry) continue
    const before = newest.get(entry.key)
    if (before) problems.push(duplicate(before, entry))
    newest.set(entry.key, entry)
    entries.push(entry)
  }
  return { entries, problems, refused: false }
}

function readEntry(raw: string, line: number, problems: LineProblem[]): ConfEntry | null {
  const hash = raw.indexOf('#')
  const conf = javaTrim(hash < 0 ? raw : raw.slice(0, hash))
  if (conf === '') return null
  const colon = conf.indexOf(': ')
  const key = javaTrim(colon < 0 ? conf : conf.slice(0, colon))
  const value = colon < 0 ? '' : javaTrim(conf.slice(colon + 2))
  if (key === '' || value === '') {
    problems.push(skipped(conf, line))
    return null
  }
  problems.push(...findSurprises(raw, hash, key, value, line))
  return { key, value, line }
}

function skipped(conf: string, line: number): LineProblem {
  const tab = /^[^:\s]+:\t/.test(conf)
  const keyOnly = conf.endsWith(':')
  const code = keyOnly ? 'missing-value' : 'missing-colon'
  const why = keyOnly
    ? 'it has no value (nesting is not known in this file)'
    : tab
      ? 'a tab follows the colon instead of a space'
      : 'it is no “key: value” with a space after the colon'
  return makeProblem(
    code,
    'warning',
    { line },
    `Flink ignores the line ${quoteForSentence(conf)}: ${why}.`,
    'Write “key: value” on one line, with a space after the colon.',
  )
}

function findSurprises(raw: string, hash: number, key: string, value: string, line: number): LineProblem[] {
  const found: LineProblem[] = []
  if (hash > 0 && !/\s/.test(raw[hash - 1] ?? ' ')) {
    found.push(
      makeProblem(
        'hash-cuts-value',
        'warning',
        { line, key },
        `A “#” starts a comment anywhere in this file, so the value of ${showKey(key)} ends before it: ${quoteForSentence(value)}.`,
        'Avoid “#” in the value, or put a space before it when a comment is meant.',
      ),
    )
  }
  if (/^(".*"|'.*')$/s.test(value) && value.length > 1) {
    found.push(
      makeProblem(
        'quotes-kept',
        'warning',
        { line, key },
        `Flink keeps the quotes as a part of the value of ${showKey(key)}.`,
        'Remove the quotes.',
      ),
    )
  }
  return found
}

function duplicate(before: ConfEntry, entry: ConfEntry): LineProblem {
  const same = before.value === entry.value
  return makeProblem(
    'duplicate-key',
    same ? 'note' : 'warning',
    { line: before.line, key: entry.key },
    `${showKey(entry.key)} is set again in line ${entry.line}; the last one counts${same ? '' : `, so this value is ignored`}.`,
    'Remove one of the lines.',
  )
}
