import 'server-only'
import { toPlainText } from '@/lib/model/plain-text'

/** The end of a step's output; the screen and the database hold no more. */
export const mostCharacters = 8_192

export interface Tail {
  output: string
  droppedCharacters: number
}

/** Adds text that came from a program on some host: escape sequences and control characters go, the newest characters stay. */
export function appendOutput({ output, droppedCharacters }: Tail, text: string, most = mostCharacters): Tail {
  const whole = output + toPlainText(text)
  const cut = Math.max(0, whole.length - most)
  // Not within a pair of surrogates.
  const from = cut > 0 && /[\udc00-\udfff]/.test(whole[cut] ?? '') ? cut + 1 : cut
  return { output: whole.slice(from), droppedCharacters: droppedCharacters + from }
}
