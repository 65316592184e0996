import 'server-only'
import type { Verb } from '../run/verb'
import { backUpDangling, removeDangling, restoreDangling } from './dangling'
import { fencedTakeover } from './fenced-takeover'
import { handOver } from './hand-over'

/** One file a kind; a kind without one is refused. */
export const verbs: readonly Verb[] = [
  handOver, fencedTakeover, backUpDangling, removeDangling, restoreDangling,
]
