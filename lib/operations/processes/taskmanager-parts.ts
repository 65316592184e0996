import 'server-only'
import { hostsAgree } from '@/lib/model/hosts-agree'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { notKnown, OperationError, type PlanContext, type Step, type StepContext } from '../run/verb'
import { resolveAddresses } from './addresses'
import { findTaskManagers, toPids } from './find-own'
import { refuseNotFound, type Hidden } from './hidden'
import { refusePart } from './refuse-part'
import { createFlinkScriptCall } from './scripts'
import { planStartStep, type StartRequest } from './start-step'
import { toStopStep } from './stop-step'

const countedMs = 60_000
/** The leader misses a killed TaskManager only after its heartbeat; what matters is that its process is gone. */
const missedMs = 3_000

/** `host`, or `host#pid` where several run. @throws OperationError refused */
export function getWorkerTarget(target: string | null): { host: string; pid: number | null } {
  const [, host = '', pid] = /^([^#]+?)(?:#(\d{1,10}))?$/.exec(target ?? '') ?? []
  if (host === '') throw new OperationError('refused', 'Name the host of the TaskManager, and “host#pid” where several run on it.')
  return { host, pid: pid === undefined ? null : Number(pid) }
}

/** Exactly one TaskManager of this cluster. @throws OperationError refused, HostError */
export async function findTaskManager(context: PlanContext): Promise<FoundProcess> {
  const { host, pid } = getWorkerTarget(context.target)
  refuseUnknownHost(context, host)
  const { there, hidden } = await findTaskManagers(context.hosts, host, context.signal)
  const meant = pid === null ? there : there.filter(({ identity }) => identity.pid === pid)
  const [only] = meant
  if (only && meant.length === 1) return only
  if (there.length === 0)
    return refuseNotFound(hidden, { what: 'a TaskManager of this cluster', otherwise: `No TaskManager of this cluster runs on ${host}.` })
  throw new OperationError(
    'refused',
    pid === null
      ? `${there.length} TaskManagers of this cluster run on ${host}: pids ${toPids(there)}. Name one as “${host}#${there[0]?.identity.pid}”.`
      : `Pid ${pid} on ${host} is no TaskManager of this cluster; those are ${toPids(there)}.`,
  )
}

/** Nothing is done on a host that the files do not name. @throws OperationError refused */
export function refuseUnknownHost({ configuration }: PlanContext, host: string): void {
  if (configuration.workers.some((line) => line.host === host)) return
  refusePart(configuration)
  throw new OperationError('refused', `${host.slice(0, 100)} is no line of the workers file.`)
}

/**
 * Why no TaskManager may be called missing on a host that does not show all its processes; null: it may. One that is registered from there
 * is named: Flink's ids begin with the host and port that a TaskManager is reached at (since 1.12).
 */
export async function findWorkerObstacle({ snapshot }: PlanContext, host: string, hidden: Hidden | null): Promise<string | null> {
  if (hidden === null) return null
  const registered = snapshot.taskManagers.detail.flatMap(({ id }) => /^([^/]+):\d{1,5}-[0-9a-f]{6}$/.exec(id)?.[1] ?? [])
  const addresses = await resolveAddresses([host, ...registered])
  const count = registered.filter((each) => hostsAgree(each, host, addresses)).length
  const seen = count > 0 ? `The leader counts ${count} from ${host}.` : `Whether one runs there is not known.`
  return `${hidden.why}, so no TaskManager there is called missing. ${seen} None is started. ${hidden.whatToDo}`
}

/** @param known pids that exist already; the pid that is started joins them */
export async function planStartWorkerStep(
  context: PlanContext,
  host: string,
  known: Set<number>,
  { id = `start-taskmanager-${host}`, ifThere = 'refuse' }: Pick<Partial<StartRequest>, 'id' | 'ifThere'> = {},
): Promise<Step> {
  const call = await createFlinkScriptCall(context, host, 'taskmanager.sh', ['start'])
  return planStartStep(context, {
    id,
    name: `TaskManager on ${host}`,
    host,
    call,
    ifThere,
    find: async (signal) =>
      (await findTaskManagers(context.hosts, host, signal)).there.find(({ identity }) => !known.has(identity.pid)) ?? null,
    onFound: ({ identity }) => void known.add(identity.pid),
  })
}

export function toStopWorkerStep(
  context: PlanContext,
  process: FoundProcess,
  id = `stop-taskmanager-${process.identity.host}-${process.identity.pid}`,
): Step {
  return toStopStep(context, { id, name: `TaskManager on ${process.identity.host}`, process })
}

/**
 * Waits until the leader counts as many new TaskManagers as were started, by id. Totals would not do: one that died is counted until its
 * heartbeat is missed, and leaves in the very moment in which the new one joins.
 * @param alive TaskManagers that run already and register too with a future leader; undefined: no leader exists for long
 */
export function toNewcomerStep({ taskManagers, leader }: ClusterSnapshot, started = 1, alive?: number): Step {
  const known = new Set(taskManagers.detail.map(({ id }) => id))
  const isCounted = taskManagers.total !== null
  const willBeLed = alive !== undefined && leader?.process !== 'running'
  const wanted = isCounted || !willBeLed ? started : started + alive
  const findNew = (snapshot: ClusterSnapshot) => snapshot.taskManagers.detail.filter(({ id }) => !known.has(id)).map(({ id }) => id)
  return {
    id: 'counted',
    title: wanted === 1 ? 'Wait until the leader counts it' : 'Wait until the leader counts them',
    host: null,
    commands: [],
    async run(step) {
      if (!isCounted && !willBeLed) return notKnown('No leader told which there were before, so a new one cannot be told from them.')
      const now = await step.waitUntil(
        (snapshot) => (findNew(snapshot).length >= wanted ? null : `the leader counts ${findNew(snapshot).length} of ${wanted} new`),
        { withinMs: countedMs },
      )
      return `The leader counts ${findNew(now).join(', ')}; ${now.taskManagers.total} in all.`
    },
  }
}

export async function verifyWorkerGone(step: StepContext, host: string, before: number | null): Promise<string> {
  const gone = `The TaskManager on ${host} is stopped.`
  if (before === null) return gone
  const seen = await step
    .waitUntil(({ taskManagers }) => (taskManagers.total !== null && taskManagers.total < before ? null : 'still counted'), {
      withinMs: missedMs,
    })
    .catch((error: unknown) => {
      if (step.signal.aborted) throw error
      return null
    })
  return seen
    ? `${gone} The leader counts ${seen.taskManagers.total}.`
    : `${gone} The leader still counts it, until its heartbeat is missed.`
}
