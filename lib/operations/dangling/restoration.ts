import 'server-only'
import { withBegun } from '../run/verb'

/** The outcome for the things in a back-up, one line for each. */
export interface Restoration {
  written: string[]
  /** Existed already, as the back-up has it. */
  there: string[]
  /** Not written, with the reason. */
  kept: string[]
}

/** Why a restore may end between two things, and what to call for each as soon as it is done. */
export interface RestoreContext {
  signal: AbortSignal
  say(text: string): void
}

export function nothingRestored(): Restoration {
  return { written: [], there: [], kept: [] }
}

const restoreAgain = 'Restore again: only what is missing is written.'

/** Restores one thing after the other and reports each as soon as it is done; it may end between two. */
export async function restoreEach<T>(
  things: readonly T[],
  restore: (thing: T) => Promise<Restoration>,
  { signal, say }: RestoreContext,
): Promise<Restoration> {
  const sum = nothingRestored()
  const restoreUnlessEnded = async (thing: T) => {
    signal.throwIfAborted()
    return restore(thing)
  }
  for (const thing of things) {
    const one = await restoreUnlessEnded(thing).catch((error: unknown) => {
      const isEnded = error === signal.reason && sum.written.length > 0
      throw isEnded ? withBegun(error, signal, `Before that: ${toRestoredText(sum)} ${restoreAgain}`) : error
    })
    for (const line of one.written) say(`done  ${line}\n`)
    for (const line of one.there) say(`there ${line}\n`)
    for (const line of one.kept) say(`kept  ${line}\n`)
    addRestored(sum, one)
  }
  return sum
}

export function addRestored(sum: Restoration, more: Restoration): void {
  for (const what of ['written', 'there', 'kept'] as const) sum[what].push(...more[what])
}

/** The result of a restore, as a sentence. */
export function toRestoredText({ written, there, kept }: Restoration): string {
  const parts = [
    ...(written.length > 0 ? [`${written.length} written back`] : []),
    ...(there.length > 0 ? [`${there.length} there already, as the back-up has ${there.length === 1 ? 'it' : 'them'}`] : []),
    ...(kept.length > 0 ? [`${kept.length} not: ${kept[0]}`] : []),
  ]
  return `${parts.join('; ').replace(/\.$/, '')}.`
}
