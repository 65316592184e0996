import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { resolveAddresses } from '../processes/addresses'
import { getMasterAddress, isAlive } from '../processes/find-own'
import { checkHidden, findHidden, refuseNotFound, type Hidden } from '../processes/hidden'
import { pickMaster } from '../processes/pick-master'
import { refusePart } from '../processes/refuse-part'
import { stopMs, toStopStep } from '../processes/stop-step'
import type { PlanContext, StepContext, Verb } from '../run/verb'

const goneMs = 20_000

/** What stop-cluster.sh means to do: stop every process of this cluster, and no other. */
export const stopCluster: Verb<'stop-cluster'> = {
  kind: 'stop-cluster',
  async plan(context) {
    refusePart(context.configuration)
    const { ours, hidden } = await findAll(context)
    if (ours.length === 0)
      return refuseNotFound(hidden.find((each) => each !== null) ?? null, {
        what: 'a process of this cluster',
        otherwise: `No process with the conf folder ${context.settings.confDir} runs on the hosts of masters and workers.`,
      })
    const jobs = context.snapshot.recovery.jobs.length
    const checks: Check[] =
      jobs > 0
        ? [
            {
              code: 'jobs',
              level: 'warning',
              text: `${jobs} ${jobs === 1 ? 'job stops. It stays' : 'jobs stop. They stay'} in ZooKeeper and ${jobs === 1 ? 'goes' : 'go'} on from the newest checkpoint at the next start.`,
            },
          ]
        : []
    return {
      sentence: `Stops ${ours.map(({ name }) => name).join(', ')}: TaskManagers first, the leader last.`,
      steps: ours.map(({ name, process }, index) =>
        toStopStep(context, { id: `stop-${index + 1}`, name, process, before: (step) => void (index === 0 && step.assertSameLeader()) }),
      ),
      checks: [...checks, ...checkHidden(hidden)],
      deadlineMs: ours.length * stopMs + goneMs,
      guardsLeader: true,
      verify: (step) => verify(step, ours.length),
    }
  },
}

interface Ours {
  process: FoundProcess
  /** "JobManager jm1:8081 (pid 7)". */
  name: string
  isLeader: boolean
}

async function findAll({ configuration, hosts, snapshot, signal }: PlanContext): Promise<{ ours: Ours[]; hidden: (Hidden | null)[] }> {
  const masters = configuration.masters.map(({ master }) => ({ master, ...getMasterAddress(master) }))
  const names = new Set([...masters.map(({ host }) => host), ...configuration.workers.map(({ host }) => host.toLowerCase())])
  const seen = new Set<string>()
  const ours: Ours[] = []
  const hidden: (Hidden | null)[] = []
  for (const host of names) {
    const table = await hosts.findProcesses(host, signal)
    hidden.push(findHidden(table, host))
    const alive = table.processes.filter(isAlive)
    const addresses = await resolveAddresses([host, ...alive.flatMap(({ java }) => java.host ?? [])])
    const lines = masters
      .filter((line) => line.host === host)
      .map((line) => ({ master: line.master, own: pickMaster(alive, line, addresses).own }))
    for (const process of alive) {
      // Two names of one machine show the same process twice.
      const key = `${process.identity.boot} ${process.identity.pid} ${process.identity.start} ${process.identity.command}`
      if (!process.usesConfDir || process.java.kind === 'zookeeper' || seen.has(key)) continue
      seen.add(key)
      const master = lines.find(({ own }) => own === process)?.master ?? null
      ours.push({ process, name: toName(process, master), isLeader: master !== null && master === snapshot.leader?.master })
    }
  }
  return { ours: toOrder(ours), hidden }
}

/** TaskManagers, then standbys, so that no standby takes over in between. */
function toOrder(ours: readonly Ours[]): Ours[] {
  const rank = ({ process, isLeader }: Ours) => (process.java.kind === 'taskmanager' ? 0 : isLeader ? 2 : 1)
  return [...ours].sort((a, b) => rank(a) - rank(b))
}

function toName({ java, identity }: FoundProcess, master: string | null): string {
  if (java.kind === 'taskmanager') return `TaskManager on ${identity.host} (pid ${identity.pid})`
  return `JobManager ${master ?? `${java.host ?? identity.host}:${java.webUiPort ?? '?'}`} (pid ${identity.pid})`
}

async function verify(step: StepContext, count: number): Promise<string> {
  await step.waitUntil(
    (now) => {
      const alive = now.jobManagers.find(({ processState }) => processState === 'running' || processState === 'frozen')
      return alive ? `${alive.master} is still ${alive.role} in the snapshot` : null
    },
    { withinMs: goneMs },
  )
  return `${count} processes are stopped: no JobManager runs. Jobs stay in ZooKeeper and resume at the next start.`
}
