import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'
import { notKnown, type Step } from '@/lib/operations/run/verb'

class LeaderDied extends UnderstudyError<'leader-died'> {
  static readonly kind = 'LeaderDied'

  constructor() {
    super('leader-died', 'The leader’s process died.')
  }
}

/**
 * For steps that wait until the leader counts something: a dead leader counts nothing, and the cluster is released at once, because a
 * takeover (by hand, or the autopilot's) waits for it.
 */
export function toStepUntilLeaderDies(step: Step): Step {
  return {
    ...step,
    async run(context) {
      try {
        return await step.run({
          ...context,
          waitUntil: (look, options) =>
            context.waitUntil((snapshot) => {
              if (snapshot.leader?.process === 'gone') throw new LeaderDied()
              return look(snapshot)
            }, options),
        })
      } catch (error) {
        if (LeaderDied.is(error))
          return notKnown(
            'The leader’s process died meanwhile, so none counts. It registers with the next leader; this does not wait for it.',
          )
        throw error
      }
    },
  }
}
