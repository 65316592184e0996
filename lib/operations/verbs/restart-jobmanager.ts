import 'server-only'
import { checkBin } from '../processes/check-bin'
import { findJobManagerProcess, getMaster } from '../processes/find-own'
import { refuseNotFound } from '../processes/hidden'
import { findJobManager as findInSnapshot, inLineMs } from '../processes/in-line'
import { checkLead, checkWay, planStartMasterSteps } from '../processes/jobmanager-parts'
import { refuseOtherMode } from '../processes/refuse-other-mode'
import { startMs } from '../processes/start-step'
import { stopMs } from '../processes/stop-step'
import type { Verb } from '../run/verb'
import { leftBehindMs, toLeftBehindSteps } from '@/lib/takeover/steps/left-behind-step'
import { toStopMasterStep } from '@/lib/takeover/steps/stop-master-step'

export const restartJobManager: Verb<'restart-jobmanager'> = {
  kind: 'restart-jobmanager',
  async plan(context) {
    const master = getMaster(context)
    const found = await findJobManagerProcess(context.hosts, master, context.signal)
    if (!found.own)
      return refuseNotFound(found.hidden, { what: master, otherwise: `No process of ${master} runs on ${found.host}. Start it instead.` })
    refuseOtherMode(found.own, master)
    return {
      sentence: `Stops exactly the process of ${master} (pid ${found.own.identity.pid} on ${found.host}), starts it again and waits until it is in line.`,
      steps: [
        toStopMasterStep(context, master, found.own),
        ...toLeftBehindSteps(context, master),
        ...(await planStartMasterSteps(context, master, 'take')),
      ],
      checks: [...checkLead(context, master), ...checkWay(found, master), await checkBin(context, found.host, 'jobmanager.sh')],
      deadlineMs: stopMs + leftBehindMs + startMs + inLineMs,
      guardsLeader: true,
      verify: async (step) =>
        `${master} was restarted and is ${findInSnapshot(step.snapshot(), master)?.role ?? 'not in the snapshot'} now.`,
    }
  },
}
