import 'server-only'

/**
 * One look at a time, and again by itself while work is left: a cluster in which nothing happens publishes nothing.
 * @param dueIn when work is due, in ms from now
 */
export function createLooks(work: () => Promise<void>, dueIn: () => number[]) {
  let isRunning = false
  let isClosed = false
  let timer: NodeJS.Timeout | null = null
  async function look(): Promise<void> {
    if (isRunning || isClosed) return
    isRunning = true
    await work()
    isRunning = false
    if (timer) clearTimeout(timer)
    const due = isClosed ? [] : dueIn()
    if (due.length === 0) return
    timer = setTimeout(() => void look(), Math.min(...due))
    timer.unref()
  }
  return {
    look: () => void look(),
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}
