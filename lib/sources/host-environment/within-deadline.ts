import 'server-only'

/** One listener per signal, however many wait for it: a configuration may name hundreds of hosts. */
const ends = new WeakMap<AbortSignal, Promise<null>>()

/** The answer, or null once the signal is aborted or the work fails; a late answer is ignored. */
export function withinDeadline<Answer>(asked: Promise<Answer>, signal: AbortSignal): Promise<Answer | null> {
  const answer = asked.catch(() => null)
  return signal.aborted ? Promise.resolve(null) : Promise.race([answer, getEnd(signal)])
}

function getEnd(signal: AbortSignal): Promise<null> {
  const known = ends.get(signal)
  if (known) return known
  const end = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }))
  ends.set(signal, end)
  return end
}
