import 'server-only'

/** The end of what a step says; the screen and the database hold no more. */
export const MOST_CHARACTERS = 8_192

export interface Tail {
  output: string
  droppedCharacters: number
}

/** Adds text that came from a program on some host: escape sequences and control characters go, the newest characters stay. */
export function appendOutput({ output, droppedCharacters }: Tail, text: string, most = MOST_CHARACTERS): Tail {
  const whole = output + toPlainText(text)
  const cut = Math.max(0, whole.length - most)
  // Not within a pair of surrogates.
  const from = cut > 0 && /[\udc00-\udfff]/.test(whole[cut] ?? '') ? cut + 1 : cut
  return { output: whole.slice(from), droppedCharacters: droppedCharacters + from }
}

/** Without what could move a terminal's cursor, colour it, or write from right to left. */
export function toPlainText(text: string): string {
  return text
     
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, '')
    .replace(/\r\n?/g, '\n')
     
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}
