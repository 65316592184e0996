import 'server-only'

/**
 * For state of this process that is recorded nowhere: notifies when it has changed.
 * @param read the present state, as JSON can express it
 * @returns to be called whenever the state may have changed, from anywhere
 */
export function notifyWhenChanged(read: () => unknown, notify: () => void): () => void {
  let known: string | null = null
  let isDue = false
  const look = () => {
    isDue = false
    const now = JSON.stringify(read())
    if (now === known) return
    known = now
    notify()
  }
  return () => {
    // Not from within the observer's own notification: a change of leaders is pushed first.
    if (!isDue) queueMicrotask(look)
    isDue = true
  }
}
