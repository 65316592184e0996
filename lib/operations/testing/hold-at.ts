import type { Step, Verb } from '../run/verb'

/** Where a console is held for ever, to be killed there: at the beginning of a step, or when its work is done and not yet written down. */
export interface Hold {
  step: string
  when: 'before' | 'after'
}

/** The same verbs, but the operation of a cluster that is held stands still in that step. */
export function holdAt(verbs: readonly Verb[], findHold: (clusterId: string) => Hold | undefined, onHeld: (clusterId: string) => void): Verb[] {
  return verbs.map((verb) => ({
    ...verb,
    async plan(context) {
      const draft = await verb.plan(context)
      const { id } = context.settings
      return { ...draft, steps: draft.steps.map((step) => toHeld(step, () => findHold(id), () => onHeld(id))) }
    },
  }))
}

function toHeld(step: Step, findHold: () => Hold | undefined, onHeld: () => void): Step {
  const forEver = () => {
    onHeld()
    return new Promise<never>(() => undefined)
  }
  return {
    ...step,
    async run(context) {
      const hold = findHold()
      const isHeld = (when: Hold['when']) => hold?.step === step.id && hold.when === when
      if (isHeld('before')) await forEver()
      const detail = await step.run(context)
      if (isHeld('after')) await forEver()
      return detail
    },
  }
}
