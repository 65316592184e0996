/** Names, lines and sentences from outside must not control the terminal: control characters are shown as U+FFFD. Line ends stay. */
export function clean(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu, '\uFFFD')
}

/** As `clean`, for a part of a line. */
export function cleanLine(text: string): string {
  return clean(text).replaceAll('\n', '\uFFFD')
}

/** Cleans every string of an answer, so that none is forgotten. */
export function cleanAll<Answer>(answer: Answer): Answer {
  if (typeof answer === 'string') return clean(answer) as Answer
  if (Array.isArray(answer)) return answer.map(cleanAll) as Answer
  if (typeof answer !== 'object' || answer === null) return answer
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, cleanAll(value)])) as Answer
}
