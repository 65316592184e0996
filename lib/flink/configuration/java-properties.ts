import { javaTrim } from './text-lines'

export interface PropertyLine {
  key: string
  value: string
  /** From 1; the first line of a value over several lines. */
  line: number
}

const maxEntries = 2_000

/**
 * Reads a Java properties text as `java.util.Properties.load` does: `#` and `!` comments, `=`, `:` or blanks between key
 * and value, a backslash before the line's end continues it, `\uXXXX` and `\t` and the like are escapes. Never throws:
 * a malformed `\u` (Java refuses the file) stays as it is.
 */
export function parseJavaProperties(text: string): PropertyLine[] {
  const entries: PropertyLine[] = []
  const lines = text.split(/\r\n|\n|\r/)
  for (let index = 0; index < lines.length && entries.length < maxEntries; index++) {
    const line = index + 1
    let logical = trimStart(lines[index] ?? '')
    if (logical === '' || logical.startsWith('#') || logical.startsWith('!')) continue
    while (isContinued(logical) && index + 1 < lines.length) logical = logical.slice(0, -1) + trimStart(lines[++index] ?? '')
    entries.push({ ...splitEntry(logical), line })
  }
  return entries
}

function trimStart(text: string): string {
  return text.replace(/^[ \t\f]+/, '')
}

/** An odd number of backslashes at the end: the last one escapes the line break. */
function isContinued(text: string): boolean {
  let count = 0
  while (count < text.length && text[text.length - 1 - count] === '\\') count++
  return count % 2 === 1
}

function splitEntry(logical: string): { key: string; value: string } {
  let end = 0
  while (end < logical.length && !/[=: \t\f]/.test(logical[end] ?? '')) end += logical[end] === '\\' ? 2 : 1
  const rest = trimStart(logical.slice(end))
  const value = rest.startsWith('=') || rest.startsWith(':') ? trimStart(rest.slice(1)) : rest
  // ZooKeeper trims both once more (QuorumPeerConfig.parseProperties).
  return { key: javaTrim(unescape(logical.slice(0, end))), value: javaTrim(unescape(value)) }
}

const escapes: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.?))/gs, (_all, hex: string | undefined, char: string | undefined) =>
    hex === undefined ? (escapes[char ?? ''] ?? char ?? '') : String.fromCharCode(parseInt(hex, 16)),
  )
}
