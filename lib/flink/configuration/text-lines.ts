import { makeProblem, type LineProblem } from './problem'

export interface TextLine {
  text: string
  /** From 1. */
  line: number
}

/** Bounds of one text; the rest is not read, and a problem reports that. */
export interface TextBounds {
  maxCharacters: number
  maxLines: number
}

export interface TextLines {
  lines: TextLine[]
  problems: LineProblem[]
}

/**
 * Splits a text into lines.
 * @param breaks `java`: as BufferedReader.readLine does (LF, CR, CRLF); `shell`: as bash's `read` does, LF only,
 *   so that a CR stays at the end of the line, as the scripts keep it
 */
export function readTextLines(text: string, breaks: 'java' | 'shell', bounds: TextBounds): TextLines {
  const problems: LineProblem[] = []
  const all = text.slice(0, bounds.maxCharacters).split(breaks === 'java' ? /\r\n|\n|\r/ : '\n')
  const lines = all.slice(0, bounds.maxLines).map((line, index) => ({ text: line, line: index + 1 }))
  if (text.length > bounds.maxCharacters || all.length > bounds.maxLines) problems.push(tooLarge(bounds))
  if (text.startsWith('\uFEFF')) problems.push(byteOrderMark())
  const nul = lines.find((line) => line.text.includes('\0'))
  if (nul) problems.push(binary(nul.line))
  return { lines, problems }
}

function tooLarge({ maxCharacters, maxLines }: TextBounds): LineProblem {
  return makeProblem(
    'too-large',
    'error',
    {},
    `The file is larger than ${maxCharacters} characters or ${maxLines} lines; the rest of it was not read here.`,
    'Check that this is the right file; remove what does not belong into it.',
  )
}

function byteOrderMark(): LineProblem {
  return makeProblem(
    'byte-order-mark',
    'error',
    { line: 1 },
    'The file begins with a byte order mark (U+FEFF), which Flink takes for a part of the first line.',
    'Save the file as UTF-8 without byte order mark.',
  )
}

function binary(line: number): LineProblem {
  return makeProblem(
    'binary',
    'error',
    { line },
    'The file has NUL bytes: it is not a text file, or it is UTF-16.',
    'Replace it with a text file in UTF-8.',
  )
}

/** `String.trim()` of Java: trims characters up to U+0020 only, so no-break spaces and byte order marks stay. */
export function javaTrim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return text.slice(start, end)
}
