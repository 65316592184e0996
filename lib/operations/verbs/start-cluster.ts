import 'server-only'
import type { Check } from '@/lib/model/operation'
import { checkBin } from '../processes/check-bin'
import { findJobManagerProcess, findTaskManagers } from '../processes/find-own'
import { findStartObstacle } from '../processes/hidden'
import { inLineMs } from '../processes/in-line'
import { checkJobsThatStart } from '../processes/jobs-that-start'
import { checkWay, planStartMasterSteps } from '../processes/jobmanager-parts'
import { refusePart } from '../processes/refuse-part'
import { startMs } from '../processes/start-step'
import { findWorkerObstacle, toNewcomerStep, planStartWorkerStep } from '../processes/taskmanager-parts'
import { OperationError, type PlanContext, type Step, type Verb } from '../run/verb'

interface Part {
  starts: Step[]
  waits: Step[]
  checks: Check[]
  /** What is started, in words. */
  names: string[]
  /** Why some that are not found are not started. */
  unknown: string[]
}

/** What start-cluster.sh does, for processes that do not run, and without ssh to this machine. */
export const startCluster: Verb<'start-cluster'> = {
  kind: 'start-cluster',
  async plan(context) {
    refusePart(context.configuration)
    if (context.snapshot.quorum.serving === false)
      throw new OperationError('refused', 'ZooKeeper does not serve, so there could be no leader. Start the quorum first.')
    const masters = await planMasters(context)
    const workers = await planWorkers(context)
    const names = [...masters.names, ...workers.names]
    const unknown = [...masters.unknown, ...workers.unknown]
    if (names.length === 0)
      throw new OperationError(
        'refused',
        unknown.length > 0
          ? `Nothing is proven missing. ${unknown.join(' ')}`
          : 'Every JobManager of masters and every TaskManager of workers runs already.',
      )
    return {
      sentence: `Starts ${names.join(', ')}.`,
      steps: [...masters.starts, ...workers.starts, ...masters.waits, ...workers.waits],
      checks: [
        ...(masters.names.length > 0 ? checkJobsThatStart(context.snapshot) : []),
        ...masters.checks,
        ...workers.checks,
        ...unknown.map((text): Check => ({ code: 'not-missing', level: 'warning', text })),
      ],
      deadlineMs: names.length * startMs + 2 * inLineMs,
      guardsLeader: false,
      async verify(step) {
        const { leader } = await step.waitUntil((now) => (now.leader?.process === 'running' ? null : 'no running leader is proven'), {
          withinMs: inLineMs,
        })
        return `The cluster runs: ${leader?.master ?? leader?.rpcAddress} leads.`
      },
    }
  },
}

async function planMasters(context: PlanContext): Promise<Part> {
  const part: Part = { starts: [], waits: [], checks: [], names: [], unknown: [] }
  for (const { master } of context.configuration.masters) {
    const found = await findJobManagerProcess(context.hosts, master, context.signal)
    if (found.own) continue
    const obstacle = found.inTheWay.length > 0 ? null : findStartObstacle(context.snapshot, master, found.host, found.hidden)
    if (obstacle !== null) {
      part.unknown.push(obstacle)
      continue
    }
    const [start, wait] = await planStartMasterSteps(context, master)
    if (start) part.starts.push(start)
    if (wait) part.waits.push(wait)
    part.checks.push(...checkWay(found, master), await checkBin(context, found.host, 'jobmanager.sh'))
    part.names.push(`JobManager ${master}`)
  }
  return part
}

async function planWorkers(context: PlanContext): Promise<Part> {
  const part: Part = { starts: [], waits: [], checks: [], names: [], unknown: [] }
  const hosts = context.configuration.workers.map(({ host }) => host)
  let alive = 0
  for (const host of new Set(hosts)) {
    const { there, hidden } = await findTaskManagers(context.hosts, host, context.signal)
    const known = new Set(there.map(({ identity }) => identity.pid))
    alive += known.size
    const missing = hosts.filter((each) => each === host).length - known.size
    const obstacle = missing > 0 ? await findWorkerObstacle(context, host, hidden) : null
    if (obstacle !== null) {
      part.unknown.push(obstacle)
      continue
    }
    for (let number = 0; number < missing; number++) {
      part.starts.push(await planStartWorkerStep(context, host, known, { id: `start-taskmanager-${host}-${number + 1}` }))
      part.names.push(`TaskManager on ${host}`)
    }
    if (missing > 0) part.checks.push(await checkBin(context, host, 'taskmanager.sh'))
  }
  if (part.starts.length > 0) part.waits.push(toNewcomerStep(context.snapshot, part.starts.length, alive))
  return part
}
