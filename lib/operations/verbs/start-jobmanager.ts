import 'server-only'
import { findJobManagerProcess, getMaster } from '../processes/find-own'
import { findStartObstacle } from '../processes/hidden'
import { findJobManager as findInSnapshot, inLineMs } from '../processes/in-line'
import { checkJobsThatStart } from '../processes/jobs-that-start'
import { checkWay, planStartMasterSteps } from '../processes/jobmanager-parts'
import { startMs } from '../processes/start-step'
import { checkBin } from '../processes/check-bin'
import { OperationError, type Verb } from '../run/verb'

export const startJobManager: Verb<'start-jobmanager'> = {
  kind: 'start-jobmanager',
  async plan(context) {
    const master = getMaster(context)
    const found = await findJobManagerProcess(context.hosts, master, context.signal)
    if (found.own) throw new OperationError('refused', `${master} runs already: pid ${found.own.identity.pid} on ${found.host}.`)
    const obstacle = found.inTheWay.length > 0 ? null : findStartObstacle(context.snapshot, master, found.host, found.hidden)
    if (obstacle !== null) throw new OperationError('refused', obstacle)
    if (context.snapshot.quorum.serving === false)
      throw new OperationError('refused', 'ZooKeeper does not serve, so it could not join the election. Start the quorum first.')
    return {
      sentence: `Starts the JobManager ${master} on ${found.host} with Flink’s own script and waits until it is in line.`,
      steps: await planStartMasterSteps(context, master),
      checks: [...checkJobsThatStart(context.snapshot), ...checkWay(found, master), await checkBin(context, found.host, 'jobmanager.sh')],
      deadlineMs: startMs + inLineMs,
      guardsLeader: false,
      verify: async (step) => `${master} runs: ${findInSnapshot(step.snapshot(), master)?.role ?? 'it is not in the snapshot'}.`,
    }
  },
}
