import type { Edit } from './finding'

interface Line {
  text: string
  /** `\n`, `\r\n`, or nothing at the end of the text. */
  end: string
}

/**
 * The text after the edits. Line ends, a byte order mark and everything else stay as they are; an edit of a line that another
 * one already changed is left out, and so is a second line for a key that another edit already adds.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const lines = toLines(text.slice(mark.length))
  const end = lines[0]?.end || '\n'
  const { changed, inserted, appended } = sortEdits(edits, lines.length)
  const toAdded = (added: readonly string[] | undefined) => (added ?? []).map((each) => ({ text: each, end }))
  const body = lines.flatMap((line, index) => {
    const fixed = changed.get(index + 1)
    const kept = fixed === undefined ? [line] : fixed === null ? [] : [{ ...line, text: fixed.replace(/^\uFEFF/, '') }]
    return [...kept, ...toAdded(inserted.get(index + 1))]
  })
  return mark + joinLines([...toAdded(inserted.get(0)), ...body, ...toAdded(appended)], lines.at(-1)?.end ?? end, end)
}

interface SortedEdits {
  /** null: the line is removed. */
  changed: Map<number, string | null>
  inserted: Map<number, string[]>
  appended: string[]
}

function sortEdits(edits: readonly Edit[], count: number): SortedEdits {
  const sorted: SortedEdits = { changed: new Map(), inserted: new Map(), appended: [] }
  const added = new Set<string>()
  for (const edit of edits) {
    if (edit.kind === 'replace' || edit.kind === 'remove') {
      if (!sorted.changed.has(edit.line)) sorted.changed.set(edit.line, edit.kind === 'remove' ? null : edit.text)
      continue
    }
    if (added.has(toKey(edit.text))) continue
    added.add(toKey(edit.text))
    if (edit.kind === 'append' || edit.line > count) sorted.appended.push(edit.text)
    else sorted.inserted.set(edit.line, [...(sorted.inserted.get(edit.line) ?? []), edit.text])
  }
  return sorted
}

/** Key that must not be set twice: of `key: value` and `key=value` the key, of any other line the whole line. */
function toKey(text: string): string {
  return /^\s*([\w.-]+)(?:: |\s*=)/.exec(text)?.[1] ?? text
}

function toLines(text: string): Line[] {
  const lines = text.split('\n').map((line, index, all) => {
    const isLast = index === all.length - 1
    const hasReturn = !isLast && line.endsWith('\r')
    return { text: hasReturn ? line.slice(0, -1) : line, end: isLast ? '' : hasReturn ? '\r\n' : '\n' }
  })
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines
}

/** Keeps the end of the file as it was: with a line end or without. */
function joinLines(lines: readonly Line[], lastEnd: string, end: string): string {
  return lines.map((line, index) => line.text + (index === lines.length - 1 ? lastEnd : line.end || end)).join('')
}
