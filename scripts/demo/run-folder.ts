import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { endRun, getRunningOf, isGoneWithin } from '@/e2e/lab/process/end-processes'
import { isRunning, signalProcess, type ProcessIdentity } from '@/e2e/lab/process/identity'
import { findRecord, type RecordedProcess } from '@/e2e/lab/process/record'
import { root } from '../setup/root.mjs'

/** Everything of the demo is in here; the console's record beside the cluster's folder. */
export const runFolder = join(root, '.demo')
export const clusterFolder = join(runFolder, 'cluster')

/** The demo that is running right now in this checkout, or null. */
export function findRunningDemo(): ProcessIdentity | null {
  const owner = findRecord(runFolder)?.owner
  return owner && owner.pid !== process.pid && isRunning(owner) ? owner : null
}

/** Processes that an earlier demo started and that still run. */
export function getLeftovers(): RecordedProcess[] {
  return [...getRunningOf(clusterFolder), ...getRunningOf(runFolder)]
}

/** Ends the console, then the cluster: last started first. */
export async function endLeftovers(graceMs: number): Promise<RecordedProcess[]> {
  return [...(await endRun(runFolder, graceMs)), ...(await endRun(clusterFolder, graceMs))]
}

/** `--stop`: asks a living demo to end itself, then ends whatever is left. Returns a sentence. */
export async function stopDemo(): Promise<string> {
  const owner = findRunningDemo()
  if (owner) {
    signalProcess(owner, 'SIGTERM')
    if (await isGoneWithin(owner, 30_000)) {
      await endLeftovers(3000)
      return `The demo (pid ${owner.pid}) and everything it started is ended.`
    }
    signalProcess(owner, 'SIGKILL')
  }
  const ended = await endLeftovers(3000)
  if (ended.length === 0) return 'No demo is running: there was nothing to end.'
  return `Ended ${ended.map(({ name, pid }) => `${name} (pid ${pid})`).join(', ')}.`
}

/** A fresh start: an old ZooKeeper's data would bring old jobs back. */
export async function clearRunFolder(): Promise<void> {
  await rm(runFolder, { recursive: true, force: true, maxRetries: 5 })
}
