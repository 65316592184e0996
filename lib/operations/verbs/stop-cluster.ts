import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { getMasterAddress, isAlive } from '../processes/find-own'
import { STOP_MS, toStopStep } from '../processes/stop-step'
import { OperationError, type PlanContext, type StepContext, type Verb } from '../run/verb'

const GONE_MS = 20_000

/** What stop-cluster.sh means to do: every process of this cluster, and no other. */
export const stopCluster: Verb = {
  kind: 'stop-cluster',
  async plan(context) {
    const processes = toOrder(await findAll(context), context)
    if (processes.length === 0) throw new OperationError('refused', `No process with the conf folder ${context.settings.confDir} runs on the hosts of masters and workers.`)
    const jobs = context.snapshot.recovery.jobs.length
    const checks: Check[] = jobs > 0 ? [{ code: 'jobs', level: 'warning', text: `${jobs} ${jobs === 1 ? 'job stops. It stays' : 'jobs stop. They stay'} in ZooKeeper and ${jobs === 1 ? 'goes' : 'go'} on from the newest checkpoint at the next start.` }] : []
    return {
      sentence: `Stops ${processes.map(toName).join(', ')}: TaskManagers first, the leader last.`,
      steps: processes.map((process, index) => toStopStep(context, { id: `stop-${index + 1}`, name: toName(process), process, before: (step) => void (index === 0 && step.assertSameLeader()) })),
      checks,
      deadlineMs: processes.length * STOP_MS + GONE_MS,
      guardsLeader: true,
      verify: (step) => verify(step, processes.length),
    }
  },
}

async function findAll({ configuration, hosts, signal }: PlanContext): Promise<FoundProcess[]> {
  const names = new Set([...configuration.masters.map(({ master }) => getMasterAddress(master).host), ...configuration.workers.map(({ host }) => host.toLowerCase())])
  const all: FoundProcess[] = []
  for (const host of names) all.push(...(await hosts.findProcesses(host, signal)))
  const seen = new Set<string>()
  return all.filter((process) => {
    // Two names of one machine show the same process twice.
    const key = `${process.identity.boot} ${process.identity.pid} ${process.identity.start} ${process.identity.command}`
    const isMine = isAlive(process) && process.usesConfDir && process.java.kind !== 'zookeeper' && !seen.has(key)
    seen.add(key)
    return isMine
  })
}

/** TaskManagers, then standbys, so that nobody takes over in between. */
function toOrder(processes: FoundProcess[], { snapshot }: PlanContext): FoundProcess[] {
  const leader = snapshot.leader?.master?.toLowerCase()
  const rank = ({ java, identity }: FoundProcess) => (java.kind === 'taskmanager' ? 0 : `${java.host ?? identity.host}:${java.webUiPort}`.toLowerCase() === leader ? 2 : 1)
  return [...processes].sort((a, b) => rank(a) - rank(b))
}

function toName({ java, identity }: FoundProcess): string {
  return java.kind === 'taskmanager' ? `TaskManager on ${identity.host} (pid ${identity.pid})` : `JobManager ${java.host ?? identity.host}:${java.webUiPort ?? '?'} (pid ${identity.pid})`
}

async function verify(step: StepContext, count: number): Promise<string> {
  await step.waitUntil((now) => {
    const alive = now.jobManagers.find(({ processState }) => processState === 'running' || processState === 'frozen')
    return alive ? `${alive.master} is still ${alive.role} in the picture` : null
  }, { withinMs: GONE_MS })
  return `${count} processes are stopped: no JobManager runs. Jobs stay in ZooKeeper and go on at the next start.`
}
