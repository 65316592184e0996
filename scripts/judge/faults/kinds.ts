import type { LabProcess } from '@/e2e/lab/cluster/lab-process'
import type { Lab } from '@/e2e/lab'
import { isGoneWithin } from '@/e2e/lab/process/end-processes'
import { signalProcess } from '@/e2e/lab/process/identity'
import { moveStorageAway, moveStorageBack, startMissing, type FaultStage } from './stage'

/** One kind of fault. `bring` returns its victim and how it is healed; null: there is nothing to hit now. */
export interface FaultKind {
  name: string
  /** How often it is chosen, compared with the others. */
  weight: number
  /** Seconds until it is healed, least and most. */
  lasts: [number, number]
  bring(stage: FaultStage): Promise<{ hit: string; heal(): Promise<void> } | null>
}

type Harm = 'killed' | 'frozen' | 'stopped'
type Choose = (stage: FaultStage) => LabProcess[]

const leader: Choose = ({ lab, truth }) => toProcesses(lab, [truth.leadership.last?.proven])
const standby: Choose = ({ lab, truth, chance }) => {
  const ready = truth.line.last?.ready ?? []
  return ready.length === 0 ? [] : toProcesses(lab, [chance.pick(ready)])
}
const leaderAndNext: Choose = ({ lab, truth }) => toProcesses(lab, [truth.leadership.last?.proven, truth.line.last?.ready[0]])
const anyMaster: Choose = ({ lab, chance }) => [chance.pick(lab.masters).process]
const members =
  (count: number): Choose =>
  ({ lab, chance }) => {
    const left = lab.zookeepers.map(({ process }) => process)
    return Array.from({ length: count }, () => left.splice(chance.between(0, left.length - 1), 1)[0]!)
  }
const taskManagers =
  (count: number): Choose =>
  ({ lab }) =>
    lab.taskManagers.slice(0, count)

export const faultKinds: FaultKind[] = [
  onProcesses('leader killed', 'killed', leader, 5, [4, 25]),
  onProcesses('leader frozen', 'frozen', leader, 5, [1, 25]),
  onProcesses('leader stopped', 'stopped', leader, 4, [4, 20]),
  onProcesses('standby killed', 'killed', standby, 2, [4, 20]),
  onProcesses('standby frozen', 'frozen', standby, 2, [2, 20]),
  onProcesses('standby stopped', 'stopped', standby, 1, [4, 15]),
  onProcesses('leader and next standby killed', 'killed', leaderAndNext, 2, [5, 25]),
  onProcesses('JobManager killed', 'killed', anyMaster, 1, [3, 15]),
  onProcesses('member killed', 'killed', members(1), 2, [4, 20]),
  onProcesses('member frozen', 'frozen', members(1), 2, [2, 20]),
  onProcesses('two members killed', 'killed', members(2), 2, [3, 20]),
  onProcesses('two members frozen', 'frozen', members(2), 2, [2, 20]),
  onProcesses('all members killed', 'killed', members(3), 2, [3, 20]),
  onProcesses('all members frozen', 'frozen', members(3), 1, [2, 20]),
  onProcesses('TaskManager killed', 'killed', taskManagers(1), 2, [4, 25]),
  onProcesses('all TaskManagers killed', 'killed', taskManagers(99), 3, [4, 30]),
  { name: 'storage moved away', weight: 2, lasts: [3, 20], bring: bringStorageAway },
  { name: 'crash-looping job', weight: 2, lasts: [8, 20], bring: bringCrashingJob },
]

function onProcesses(name: string, harm: Harm, choose: Choose, weight: number, lasts: [number, number]): FaultKind {
  return {
    name,
    weight,
    lasts,
    async bring(stage) {
      const hit = choose(stage).filter((one) => one.isRunning() && !one.isFrozen())
      if (hit.length === 0) return null
      const names = hit.map((one) => `${one.name} (pid ${one.pid})`).join(', ')
      await Promise.all(hit.map(harms[harm]))
      return { hit: names, heal: () => heal(stage, hit) }
    },
  }
}

const harms: Record<Harm, (one: LabProcess) => Promise<void>> = {
  killed: (one) => one.kill(),
  frozen: (one) => one.freeze(),
  // Not awaited: a JobManager that waits for others hangs for seconds, and that is a part of the fault.
  stopped: async (one) => void signalProcess(one.identity, 'SIGTERM'),
}

async function heal(stage: FaultStage, hit: readonly LabProcess[]): Promise<void> {
  for (const one of hit) {
    if (one.isFrozen()) one.resume()
    else if (one.isRunning() && !(await isGoneWithin(one.identity, 8_000))) await one.kill()
  }
  await startMissing(stage)
}

async function bringStorageAway({ lab }: FaultStage) {
  const folder = lab.settings.storageFolder
  await moveStorageAway(folder)
  return { hit: folder, heal: () => moveStorageBack(folder) }
}

/** It writes to a folder that does not exist, so that its map task fails with each number. */
async function bringCrashingJob({ lab, truth }: FaultStage) {
  if (!truth.leadership.last?.proven) return null
  const id = await lab.submitJob({ name: 'crashing', progress: '/nowhere/at/all' }).catch(() => null)
  if (id === null) return null
  return { hit: `job ${id}`, heal: () => cancelJob(truth, id) }
}

async function cancelJob(truth: FaultStage['truth'], id: string): Promise<void> {
  const leads = truth.leadership.last?.proven
  const url = `http://${leads}/jobs/${id}?mode=cancel`
  if (leads) await fetch(url, { method: 'PATCH', signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
}

function toProcesses(lab: Lab, masters: (string | null | undefined)[]): LabProcess[] {
  return lab.masters.filter(({ master }) => masters.includes(master)).map(({ process }) => process)
}
