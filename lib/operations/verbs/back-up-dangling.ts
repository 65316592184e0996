import 'server-only'
import { planDangling } from '../dangling/plan-removal'
import type { Verb } from '../run/verb'

/** Writes orphaned metadata into a file of the data folder. */
export const backUpDangling: Verb<'back-up-dangling'> = { kind: 'back-up-dangling', plan: (context) => planDangling(context, false) }
