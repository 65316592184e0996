import 'server-only'
import type { Check } from '@/lib/model/operation'
import { checkBin } from '../processes/check-bin'
import { findTaskManagers } from '../processes/find-own'
import { startMs } from '../processes/start-step'
import { findWorkerObstacle, getWorkerTarget, refuseUnknownHost, toNewcomerStep, planStartWorkerStep } from '../processes/taskmanager-parts'
import { OperationError, type Verb } from '../run/verb'
import { toStepUntilLeaderDies } from '@/lib/takeover/steps/end-with-leader'

export const startTaskManager: Verb<'start-taskmanager'> = {
  kind: 'start-taskmanager',
  async plan(context) {
    const { host } = getWorkerTarget(context.target)
    refuseUnknownHost(context, host)
    const { there, hidden } = await findTaskManagers(context.hosts, host, context.signal)
    const obstacle = await findWorkerObstacle(context, host, hidden)
    if (obstacle !== null) throw new OperationError('refused', obstacle)
    const lines = context.configuration.workers.filter((line) => line.host === host).length
    return {
      sentence: `Starts a TaskManager on ${host}, where ${there.length} of ${lines} run.`,
      steps: [
        await planStartWorkerStep(context, host, new Set(there.map(({ identity }) => identity.pid))),
        toStepUntilLeaderDies(toNewcomerStep(context.snapshot)),
      ],
      checks: [...checkLines(host, there.length, lines), await checkBin(context, host, 'taskmanager.sh')],
      deadlineMs: startMs + 70_000,
      guardsLeader: false,
      verify: async (step) =>
        `A TaskManager was started on ${host}. The leader counts ${step.snapshot().taskManagers.total ?? 'none, because no leader is proven'}.`,
    }
  },
}

function checkLines(host: string, running: number, lines: number): Check[] {
  if (running < lines) return []
  return [
    {
      code: 'one-more',
      level: 'refusal',
      text: `workers names ${host} ${lines === 1 ? 'once' : `${lines} times`}, and ${running} TaskManagers of this cluster run there: it would be one more than configured.`,
      override: `one TaskManager more on ${host}`,
    },
  ]
}
