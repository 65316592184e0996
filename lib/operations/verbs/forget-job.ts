import 'server-only'
import { planForgetting } from '../dangling/plan-forgetting'
import type { Verb } from '../run/verb'

/** Backs up, then removes all recovery metadata of one job (docs/decisions: forget a job). */
export const forgetJob: Verb<'forget-job'> = { kind: 'forget-job', plan: planForgetting }
