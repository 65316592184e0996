/**
 * “jm1:8081 is down: nobody listens”, without the last full stop. A detail that has a colon of its own becomes a sentence of its own, so that no sentence has two.
 * @param head without a full stop; `detail` too
 */
export function joinDetail(head: string, detail: string): string {
  return /:\s/.test(detail) ? `${head}. ${toSentence(detail)}` : `${head}: ${detail}`
}

/** A first word is capitalized; a host, a path or an option stays as it is. */
function toSentence(detail: string): string {
  return /^[a-z]+[ ,]/.test(detail) ? detail.charAt(0).toUpperCase() + detail.slice(1) : detail
}
