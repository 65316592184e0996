import { LineCounter, parseDocument, type Document } from 'yaml'
import { hasMoreTokens } from './yaml-bounds'

/**
 * A text as snakeyaml-engine reads it: YAML 1.2, core schema. That one accepts any indentation within a bracketed
 * list, the YAML library does not: such a text is tried indented. @param lines gets the starts of lines
 */
export function parseYaml(text: string, lines: LineCounter): Document {
  const doc = parseStrictly(text, lines)
  if (!doc.errors.some(({ message }) => message.includes('in block collection must be sufficiently indented'))) return doc
  const otherwise = indentFlow(text)
  // One scalar of the first reading may be thousands of items in the second.
  if (hasMoreTokens(otherwise)) return doc
  const indentedLines = new LineCounter()
  const indented = parseStrictly(otherwise, indentedLines)
  if (indented.errors.length > 0) return doc
  lines.lineStarts = indentedLines.lineStarts
  return indented
}

function parseStrictly(text: string, lineCounter: LineCounter): Document {
  // Each fault is an Error, and its stack is the most expensive part: a hostile file has thousands of faults.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: false,
      strict: true,
      prettyErrors: false,
      intAsBigInt: true,
      lineCounter,
      logLevel: 'error',
    })
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function indentFlow(text: string): string {
  let depth = 0
  const indent = (line: string) => {
    const isInside = depth > 0
    for (const bracket of findBrackets(line)) depth += bracket === '[' || bracket === '{' ? 1 : -1
    return isInside ? ' '.repeat(80) + line : line
  }
  return text.split('\n').map(indent).join('\n')
}

/** Brackets outside quotes and comments; after an unclosed quote there are none. */
function findBrackets(line: string): string[] {
  const found: string[] = []
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (char === '#' && /^\s?$/.test(line[at - 1] ?? '')) break
    if (char === '"' || char === "'") at = findQuoteEnd(line, at, char)
    else if ('[]{}'.includes(char)) found.push(char)
  }
  return found
}

function findQuoteEnd(line: string, from: number, quote: string): number {
  for (let at = from + 1; at < line.length; at++) {
    if (quote === '"' && line[at] === '\\') at++
    else if (line[at] === quote) return at
  }
  return line.length
}
