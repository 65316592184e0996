import 'server-only'

/** A look at a process is a shell on its host; a console of many clusters that starts would start hundreds of them at once. */
const AT_ONCE = 4

let running = 0
const waiting: (() => void)[] = []

/** Runs it when fewer than four others run. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    // Its place goes to the next one, or is free.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
