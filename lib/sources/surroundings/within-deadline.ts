import 'server-only'

/** The answer, or null once the signal is aborted or when it fails: what is left waiting is nobody's any more. */
export async function withinDeadline<Answer>(asked: Promise<Answer>, signal: AbortSignal): Promise<Answer | null> {
  const answer = asked.catch(() => null)
  if (signal.aborted) return null
  let stop: (() => void) | undefined
  const stopped = new Promise<null>((resolve) => {
    stop = () => resolve(null)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([answer, stopped])
  } finally {
    if (stop) signal.removeEventListener('abort', stop)
  }
}
