/** Colours and cursor moves: escape, then a sequence of its own form (ECMA-48), an operating system command or one character. */
const escapes = /\u001b(?:\[[0-?]{0,100}[ -/]{0,10}[@-~]|\][^\u0007\u001b]{0,1000}(?:\u0007|\u001b\\)?|.)/g
/** Control characters but tab and line feed, what turns the direction of writing, and what is not seen (Unicode Cf). */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Text of a program, a host or a server without what could move a terminal's cursor, colour it, or write from right to left. */
export function toPlainText(text: string): string {
  return text
    .replace(escapes, '')
    .replace(/\r\n?/g, '\n')
    .replace(unseen, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

/** The same as one line of a sentence, no longer than asked for. */
export function toPlainLine(text: string, most: number): string {
  return toPlainText(text.slice(0, 8 * most))
    .replace(/[\t\n]/g, ' ')
    .trim()
    .slice(0, most)
}

/** The end of what a program said, as one line. */
export function toLastPlain(text: string, most: number): string {
  return toPlainText(text.slice(-8 * most))
    .replace(/[\t\n]/g, ' ')
    .trim()
    .slice(-most)
}
