/** Colours and cursor moves: escape, then a sequence of its own form (ECMA-48), an operating system command or a single character. */
const escapes = /\u001b(?:\[[0-?]{0,100}[ -/]{0,10}[@-~]|\][^\u0007\u001b]{0,1000}(?:\u0007|\u001b\\)?|.)/g
/** Control characters but tab and line feed, characters that change the direction of writing, and invisible ones (Unicode Cf). */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Text of a program, a host or a server without characters that move a terminal's cursor, colour it, or write from right to left. */
export function toPlainText(text: string): string {
  return text
    .replace(escapes, '')
    .replace(/\r\n?/g, '\n')
    .replace(unseen, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Plain text as one line of a sentence, at most `most` characters. */
export function toPlainLine(text: string, most: number): string {
  return toPlainText(text.slice(0, 8 * most))
    .replace(/[\t\n]/g, ' ')
    .trim()
    .slice(0, most)
}

/** The end of a program's output as one line. */
export function toLastPlain(text: string, most: number): string {
  return toPlainText(text.slice(-8 * most))
    .replace(/[\t\n]/g, ' ')
    .trim()
    .slice(-most)
}
