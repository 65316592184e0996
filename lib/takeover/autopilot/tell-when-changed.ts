import 'server-only'

/**
 * For what is known in this process and written down nowhere: tells when it is another than it was.
 * @param read what it is now, as JSON can tell it
 * @returns to be called whenever it may have changed, from anywhere
 */
export function tellWhenChanged(read: () => unknown, tell: () => void): () => void {
  let known: string | null = null
  let isDue = false
  const look = () => {
    isDue = false
    const now = JSON.stringify(read())
    if (now === known) return
    known = now
    tell()
  }
  return () => {
    // Not within the observer's own telling: a change of leaders is pushed first.
    if (!isDue) queueMicrotask(look)
    isDue = true
  }
}
