import 'server-only'
import { toNoLatchSentence } from '@/lib/model/operation-kinds/jobmanagers'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { findJobManagerProcess, getMaster } from '../processes/find-own'
import { refuseNotFound } from '../processes/hidden'
import { findJobManager, inLineMs, toInLineStep } from '../processes/in-line'
import { OperationError, type PlanContext, type Step, type Verb } from '../run/verb'

const signalMs = 10_000

/**
 * SIGCONT to a process that SIGSTOP froze, as long as its latch stands: ZooKeeper removes a latch when the session ends, and a JobManager
 * that continues then learns of it first. If its latch was removed otherwise, it would lead beside the present leader.
 */
export const continueJobManager: Verb<'continue-jobmanager'> = {
  kind: 'continue-jobmanager',
  async plan(context) {
    const master = getMaster(context)
    const { own, host, hidden } = await findJobManagerProcess(context.hosts, master, context.signal)
    if (!own) return refuseNotFound(hidden, { what: master, otherwise: `No process of ${master} runs on ${host}. Start it instead.` })
    const { pid } = own.identity
    if (own.state !== 'stopped')
      throw new OperationError('refused', `Pid ${pid} of ${master} on ${host} is not stopped (no SIGSTOP), so SIGCONT would do nothing.`)
    checkLatch(context.snapshot, master)
    return {
      sentence: `Continues exactly the process of ${master}: pid ${pid} on ${host}, and no other.`,
      steps: [toContinueStep(context, master, own), toInLineStep(master, () => null)],
      checks: [],
      deadlineMs: signalMs + inLineMs,
      guardsLeader: false,
      verify: async (step) => `${master} runs again: ${findJobManager(step.snapshot(), master)?.role ?? 'it is not in the snapshot'}.`,
    }
  },
}

function toContinueStep({ hosts }: PlanContext, master: string, { identity }: FoundProcess): Step {
  const { host, pid } = identity
  return {
    id: `continue-${master}`,
    title: `Continue JobManager ${master}`,
    host,
    commands: [`kill -s CONT ${pid}  # only if it still is this process, with this command line`],
    async run(step) {
      checkLatch(step.snapshot(), master)
      const sent = await hosts.sendSignal(identity, 'CONT')
      if (sent === 'sent') return `SIGCONT was sent to ${master} (pid ${pid}).`
      throw new OperationError(
        'refused',
        sent === 'gone'
          ? `${master} (pid ${pid} on ${host}) is gone. Start it instead.`
          : `Pid ${pid} on ${host} belongs to another process now. Nothing was done to it. Plan anew.`,
      )
    },
  }
}

/** @throws OperationError refused */
function checkLatch(snapshot: ClusterSnapshot, master: string): void {
  if (typeof findJobManager(snapshot, master)?.inLine === 'number') return
  throw new OperationError('refused', toNoLatchSentence(master))
}
