/** Line by line view of config.yaml, for fixes: only plain block style is certain enough to change. Lines count from 1. */

/** One `key: value` on a line of its own, not continued below it and not inside brackets or a list. */
export interface YamlSetting {
  indent: string
  key: string
  value: string
  /** With the spaces before it; '' for none. */
  comment: string
}

const head = /^(\s*)([A-Za-z0-9_.-]+): +/
const quoted = /^(?:"[^"\\]*"|'[^']*')/

export function findYamlSetting(lines: readonly string[], line: number): YamlSetting | null {
  const text = lines[line - 1] ?? ''
  const match = head.exec(text)
  const parts = match && splitValue(text.slice(match[0].length))
  if (!parts || isInsideBrackets(lines, line) || isContinued(lines, line)) return null
  const { value, comment } = parts
  return {
    indent: match[1] ?? '',
    key: match[2] ?? '',
    value: /^["']/.test(value) ? value.slice(1, -1) : value,
    comment: comment.trimEnd(),
  }
}

/** Splits a plain or quoted scalar from the comment after it; null: anything else. */
function splitValue(rest: string): { value: string; comment: string } | null {
  if (/[\n\r\u2028\u2029]/.test(rest)) return null
  const inQuotes = quoted.exec(rest)?.[0]
  if (inQuotes === undefined && /^["'|>&*!{[#%@`]/.test(rest)) return null
  const hash = rest.indexOf(' #', inQuotes?.length ?? 0)
  const value = inQuotes ?? trimBlanks(hash < 0 ? rest : rest.slice(0, hash))
  const comment = rest.slice(value.length)
  return value !== '' && /^ *(?:#|$)/.test(comment) && !comment.startsWith('#') ? { value, comment } : null
}

function trimBlanks(text: string): string {
  let end = text.length
  while (text[end - 1] === ' ') end--
  return text.slice(0, end)
}

/**
 * The setting's line and the heads above it that would be left with nothing below them, which Flink refuses.
 * @param gone lines that are removed as well
 */
export function findYamlRemoval(lines: readonly string[], line: number, gone: ReadonlySet<number> = new Set()): number[] | null {
  if (!findYamlSetting(lines, line)) return null
  const removed = [line]
  for (let child = line; ;) {
    const head = findHead(lines, child)
    if (head === null) return removed
    if (headOf(lines, head) === null) return null
    const others = childrenOf(lines, head).filter((each) => !removed.includes(each) && !gone.has(each))
    if (others.length > 0) return removed
    removed.push(head)
    child = head
  }
}

/** Where to add a key: below the deepest existing head, with the rest of the key; null: at the end. */
export function findYamlHead(lines: readonly string[], key: string): { line: number; indent: string; key: string } | null {
  let found: { line: number; indent: string; key: string } | null = null
  let [candidates, rest] = [topLines(lines), key]
  for (;;) {
    const head = candidates.find((each) => rest.startsWith(`${headOf(lines, each) ?? rest}.`))
    const first = head === undefined ? undefined : childrenOf(lines, head)[0]
    if (head === undefined || first === undefined || /^\s*-(?:\s|$)/.test(lines[first - 1] ?? '')) return found
    rest = rest.slice((headOf(lines, head) ?? '').length + 1)
    found = { line: head, indent: indentOf(lines[first - 1] ?? ''), key: rest }
    candidates = childrenOf(lines, head).filter((each) => indentOf(lines[each - 1] ?? '') === found?.indent)
  }
}

/** Indentation of the outermost keys; null: the file is not one plain block mapping, so nothing can be appended. */
export function findYamlRootIndent(lines: readonly string[]): string | null {
  const significant = lines.filter((line) => isSignificant(line) && !/^---\s*(?:#.*)?$/.test(line))
  if (significant.some((line) => /^\.\.\.|^---/.test(line))) return null
  const first = significant[0] ?? ''
  return /^\s*[[{"'&*!%|>-]/.test(first) ? null : indentOf(first)
}

/** A value in the plainest form that YAML reads back as the same text. */
export function toYamlValue(value: string): string {
  const isPlain = /^[A-Za-z0-9/.][\w./:,@%+;=-]*(?: [\w./:,@%+;=-]+)*$/.test(value) && !/:(?: |$)|^\.\.\.|^(?:null|Null|NULL)$/.test(value)
  const readsAsWritten = /^(?:0|[1-9]\d*)$/.test(value) || !/^[-+.]?\d[\d.eExXoO+-]*$|^0[xo]|^\.(?:inf|nan)/i.test(value)
  return isPlain && readsAsWritten ? value : `'${value.replaceAll("'", "''")}'`
}

function isSignificant(line: string): boolean {
  return /^\s*[^\s#]/.test(line.replace(/^\uFEFF/, ''))
}

function indentOf(line: string): string {
  return /^ */.exec(line.replace(/^\uFEFF/, ''))?.[0] ?? ''
}

/** The key of a line `key:` without a value. */
function headOf(lines: readonly string[], line: number): string | null {
  return /^\s*([A-Za-z0-9_.-]+):[ ]*(?:#.*)?$/.exec(lines[line - 1] ?? '')?.[1] ?? null
}

function topLines(lines: readonly string[]): number[] {
  const root = findYamlRootIndent(lines)
  return lines.flatMap((line, index) => (isSignificant(line) && indentOf(line) === root ? [index + 1] : []))
}

function isContinued(lines: readonly string[], line: number): boolean {
  const next = lines.slice(line).find((each) => each.trim() !== '')
  return next !== undefined && isSignificant(next) && indentOf(next).length > indentOf(lines[line - 1] ?? '').length
}

function isInsideBrackets(lines: readonly string[], line: number): boolean {
  const before = lines
    .slice(0, line - 1)
    .map((each) => each.replace(/"[^"]*"|'[^']*'|(?:^|\s)#.*/g, ''))
    .join('\n')
  return (before.match(/[[{]/g) ?? []).length > (before.match(/[\]}]/g) ?? []).length
}

function findHead(lines: readonly string[], line: number): number | null {
  const { length } = indentOf(lines[line - 1] ?? '')
  for (let above = line - 1; above > 0; above--) {
    const text = lines[above - 1] ?? ''
    if (isSignificant(text) && indentOf(text).length < length) return above
  }
  return null
}

function childrenOf(lines: readonly string[], head: number): number[] {
  const { length } = indentOf(lines[head - 1] ?? '')
  const children: number[] = []
  for (let line = head + 1; line <= lines.length; line++) {
    const text = lines[line - 1] ?? ''
    if (!isSignificant(text)) continue
    if (indentOf(text).length <= length) break
    children.push(line)
  }
  return children
}
