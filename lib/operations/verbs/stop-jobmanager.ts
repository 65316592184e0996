import 'server-only'
import { findJobManagerProcess, getMaster } from '../processes/find-own'
import { refuseNotFound } from '../processes/hidden'
import { checkLead, verifyStopped } from '../processes/jobmanager-parts'
import { checkPidFile } from '../processes/pid-file'
import { stopMs } from '../processes/stop-step'
import type { Verb } from '../run/verb'
import { leftBehindMs, toLeftBehindSteps } from '@/lib/takeover/steps/left-behind-step'
import { toStopMasterStep } from '@/lib/takeover/steps/stop-master-step'

export const stopJobManager: Verb<'stop-jobmanager'> = {
  kind: 'stop-jobmanager',
  async plan(context) {
    const master = getMaster(context)
    const { own, host, hidden } = await findJobManagerProcess(context.hosts, master, context.signal)
    if (!own)
      return refuseNotFound(hidden, {
        what: master,
        otherwise: `No process of ${master} with the conf folder ${context.settings.confDir} runs on ${host}. Nothing is stopped.`,
      })
    return {
      sentence: `Stops exactly the process of ${master}: pid ${own.identity.pid} on ${host}, and no other.`,
      steps: [toStopMasterStep(context, master, own), ...toLeftBehindSteps(context, master)],
      checks: [...checkLead(context, master), await checkPidFile(context, own, 'standalonesession')],
      deadlineMs: stopMs + leftBehindMs + 45_000,
      guardsLeader: true,
      verify: (step) => verifyStopped(step, master),
    }
  },
}
