import 'server-only'
import { planDangling } from '../dangling/plan-removal'
import type { Verb } from '../run/verb'

/** Backs up orphaned metadata, then removes what is proven to be referenced by nothing. */
export const removeDangling: Verb<'remove-dangling'> = { kind: 'remove-dangling', plan: (context) => planDangling(context, true) }
