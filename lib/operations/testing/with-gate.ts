import type { Step, Verb } from '../run/verb'

/** A moment of an operation: a step begins, or its work is done and not yet written down. */
export interface Moment {
  step: string
  when: 'before' | 'after'
}

/** Called at that moment; the operation waits for it. */
export type Gate = (clusterId: string, moment: Moment) => Promise<void> | void

/** Nothing that is held ends because it is held for long. */
const heldMs = 1_800_000

/** The same verbs, but each step of each operation passes the gate as it begins and as it ends. */
export function withGate(verbs: readonly Verb[], gate: Gate): Verb[] {
  return verbs.map((verb) => ({
    ...verb,
    async plan(context) {
      const draft = await verb.plan(context)
      return {
        ...draft,
        deadlineMs: draft.deadlineMs + heldMs,
        steps: draft.steps.map((step) => toGated(step, (when) => gate(context.settings.id, { step: step.id, when }))),
      }
    },
  }))
}

function toGated(step: Step, gate: (when: Moment['when']) => Promise<void> | void): Step {
  return {
    ...step,
    async run(context) {
      await gate('before')
      const detail = await step.run(context)
      await gate('after')
      return detail
    },
  }
}
