import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findProcess, isRunning, signalProcess, type ProcessIdentity } from './identity'
import { findRecord, type RecordedProcess } from './record'

/** Sends SIGTERM to a process, and kills it after `graceMs`. A frozen one is continued first, or it could not receive the signal. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  if (graceMs > 0) {
    signalProcess(identity, 'SIGCONT')
    signalProcess(identity, 'SIGTERM')
    if (await isGoneWithin(identity, graceMs)) return
  }
  signalProcess(identity, 'SIGKILL')
  await isGoneWithin(identity, 60_000)
}

/** True as soon as the process is gone, false after `ms`. */
export async function isGoneWithin(identity: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms
  while (isRunning(identity)) {
    if (Date.now() >= deadline) return false
    await delay(25)
  }
  return true
}

/**
 * The processes of a run folder that still run, in the order of their start: recorded with pid and start time, or named by a pid file of
 * Flink's scripts *and* started with a configuration inside this folder. Every other process is left alone.
 */
export function getRunningOf(folder: string): RecordedProcess[] {
  const running = (findRecord(folder)?.processes ?? []).filter(isRunning)
  const known = new Set(running.map((p) => p.pid))
  for (const pid of getPidFilePids(folder)) {
    const found = findProcess(pid)
    if (!found || known.has(pid) || !isConfiguredIn(found.command, folder)) continue
    known.add(pid)
    running.push({ name: 'unrecorded', pid, startedAt: found.startedAt })
  }
  return running
}

/** Ends the processes of a run folder, last started first. Returns those that were ended. */
export async function endRun(folder: string, graceMs: number): Promise<RecordedProcess[]> {
  const running = getRunningOf(folder).reverse()
  for (const identity of running) await endProcess(identity, graceMs)
  return running
}

function isConfiguredIn(command: string[], folder: string): boolean {
  const prefixes = [`${folder}/`, `${realpath(folder)}/`]
  return ['--configDir', '--zkConfigFile'].some((flag) => {
    const value = command[command.indexOf(flag) + 1] ?? ''
    return command.includes(flag) && prefixes.some((prefix) => value.startsWith(prefix))
  })
}

function getPidFilePids(folder: string): number[] {
  try {
    const names = readdirSync(join(folder, 'pid')).filter((name) => name.endsWith('.pid'))
    const lines = names.flatMap((name) => readFileSync(join(folder, 'pid', name), 'utf8').split('\n'))
    return lines.map(Number).filter((pid) => Number.isInteger(pid) && pid > 1)
  } catch {
    return []
  }
}

function realpath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
