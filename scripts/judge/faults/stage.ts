import { cp, rename, rm, stat } from 'node:fs/promises'
import type { Lab } from '@/e2e/lab'
import type { Truth } from '../truth/truth'
import type { Chance } from './random'

/** The cluster that faults are brought to. */
export interface FaultStage {
  lab: Lab
  truth: Truth
  chance: Chance
  /** Jobs that are to run; a crash-looping one is not among them. */
  jobs: string[]
}

/** The processes that have to run for the cluster to be well, in their start order. */
export function listProcesses({ lab }: FaultStage) {
  return [...lab.zookeepers.map(({ process }) => process), ...lab.masters.map(({ process }) => process), ...lab.taskManagers]
}

/** Resumes what is frozen and starts what ended, whatever the reason. A start that fails is tried again by the next call. */
export async function startMissing(stage: FaultStage): Promise<void> {
  for (const one of listProcesses(stage)) {
    if (one.isFrozen()) one.resume()
    if (!one.isRunning()) await one.start().catch(() => undefined)
  }
}

/** What the cluster still lacks by the judge's own witness, in words; empty: it is well. */
export function listMissing({ lab, truth, jobs }: FaultStage): string[] {
  const { leadership, line, work } = truth
  const idle = jobs.filter((job) => {
    const seen = work.last?.jobs[job]
    return !seen || seen.state !== 'RUNNING' || seen.tasksTotal === 0 || seen.tasksRunning < seen.tasksTotal
  })
  const members = [...truth.members].filter(([, member]) => !member.last?.mode)
  return [
    ...(leadership.last?.proven ? [] : ['a leader']),
    ...((line.last?.ready.length ?? 0) === lab.masters.length - 1 ? [] : [`standbys (${line.last?.ready.length ?? 0})`]),
    ...members.map(([address]) => `member ${address}`),
    ...(work.last?.taskManagers === lab.taskManagers.length ? [] : [`TaskManagers (${work.last?.taskManagers ?? 0})`]),
    ...idle.map((job) => `tasks of ${job.slice(0, 8)}`),
  ]
}

const away = (folder: string) => `${folder}.away`

export async function moveStorageAway(folder: string): Promise<void> {
  await rename(folder, away(folder))
}

/** Files that Flink wrote meanwhile into a folder that it created anew are kept. */
export async function moveStorageBack(folder: string): Promise<void> {
  if (!(await stat(away(folder)).catch(() => null))) return
  if (await stat(folder).catch(() => null)) {
    await cp(folder, away(folder), { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
  await rename(away(folder), folder)
}
