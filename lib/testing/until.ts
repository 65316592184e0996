/** Waits for something that is observed; throws with `what` after `limitMs`. */
export async function until(what: string, isTrue: () => boolean, limitMs = 5_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
