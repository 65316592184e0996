import { Lexer } from 'yaml'

/** Parsing a file blocks the event loop, so its size is bounded. Flink's own file has 15 kB and 700 tokens. */
const maxCharacters = 128 * 1024
const maxLines = 5_000
/** Tokens of YAML: `key: value` and its line end are five, a line of comment two. Reading costs a few microseconds each. */
export const maxTokens = 8_000

const mostBlanks = 500
const mostMarks = 100
const mostBrackets = 200

/** @returns the exceeded bound in words; `depth`: nested too deep; null: the text may be parsed. Linear. */
export function findExcess(text: string): string | null {
  if (text.length > maxCharacters) return `${maxCharacters} characters`
  if (countLines(text) > maxLines) return `${maxLines} lines`
  if (isTooDeep(text)) return 'depth'
  return hasMoreTokens(text) ? `${maxTokens} YAML tokens (about ${maxTokens / 5} settings)` : null
}

/** Stops at the bound, however long the text is. */
export function hasMoreTokens(text: string): boolean {
  let count = 0
  for (const _token of new Lexer().lex(text)) if (++count > maxTokens) return true
  return false
}

function countLines(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

/**
 * The YAML library takes seconds and its whole stack for tens of thousands of levels, so they must not reach it. Counts
 * brackets (those in comments and quotes too: a configuration has nowhere near as many), `- - -` on one line, and blanks.
 */
function isTooDeep(text: string): boolean {
  let [depth, marks, blanks] = [0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    const isBlank = char === ' ' || char === '\t'
    blanks = char === '\n' ? 0 : isBlank && blanks >= 0 ? blanks + 1 : -1
    if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1)
    if ((char === '-' || char === '?' || char === ':') && /[ \t]/.test(text[at + 1] ?? '')) marks++
    else if (!isBlank) marks = 0
    if (depth > mostBrackets || marks >= mostMarks || blanks >= mostBlanks) return true
  }
  return false
}
