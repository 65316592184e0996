import 'server-only'
import { checkBin } from '../processes/check-bin'
import { findTaskManagers } from '../processes/find-own'
import { startMs } from '../processes/start-step'
import { stopMs } from '../processes/stop-step'
import { findTaskManager, toNewcomerStep, planStartWorkerStep, toStopWorkerStep } from '../processes/taskmanager-parts'
import type { Verb } from '../run/verb'
import { toStepUntilLeaderDies } from '@/lib/takeover/steps/end-with-leader'

export const restartTaskManager: Verb<'restart-taskmanager'> = {
  kind: 'restart-taskmanager',
  async plan(context) {
    const process = await findTaskManager(context)
    const { host, pid } = process.identity
    const { there: others } = await findTaskManagers(context.hosts, host, context.signal)
    return {
      sentence: `Stops exactly the TaskManager with pid ${pid} on ${host} and starts another one there.`,
      steps: [
        toStopWorkerStep(context, process),
        await planStartWorkerStep(context, host, new Set(others.map(({ identity }) => identity.pid)), {
          ifThere: 'take',
        }),
        toStepUntilLeaderDies(toNewcomerStep(context.snapshot)),
      ],
      checks: [await checkBin(context, host, 'taskmanager.sh')],
      deadlineMs: stopMs + startMs + 70_000,
      guardsLeader: false,
      verify: async (step) =>
        `The TaskManager on ${host} was restarted. The leader counts ${step.snapshot().taskManagers.total ?? 'none, because no leader is proven'}.`,
    }
  },
}
