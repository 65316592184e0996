import 'server-only'
import type { Verb } from '../run/verb'

/** One file a kind; a kind without one is refused. */
export const verbs: readonly Verb[] = []
