import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endRun } from '@/e2e/lab/process/end-processes'
import { findProcess, isRunning } from '@/e2e/lab/process/identity'
import { findRecord, writeRecord } from '@/e2e/lab/process/record'

/** Below one parent, so that what a killed test run left behind can be found again. */
export function getLabsFolder(): string {
  return join(tmpdir(), 'understudy-labs')
}

/** A new folder that names its owner, before anything is started in it. */
export async function createLabFolder(): Promise<string> {
  await sweepLabs()
  await mkdir(getLabsFolder(), { recursive: true })
  const folder = await mkdtemp(join(getLabsFolder(), 'lab-'))
  writeRecord(folder, { owner: getOwnIdentity(), processes: [] })
  return folder
}

/** This process, as later runs can recognise it. */
export function getOwnIdentity() {
  return { pid: process.pid, startedAt: findProcess(process.pid)?.startedAt ?? 'unknown' }
}

/** Ends and removes the labs whose test process is gone (killed -9). Labs of living owners are left alone. */
export async function sweepLabs(): Promise<string[]> {
  const swept: string[] = []
  for (const name of await readdir(getLabsFolder()).catch(() => [] as string[])) {
    const folder = join(getLabsFolder(), name)
    const record = findRecord(folder)
    if (!record || isRunning(record.owner)) continue
    await endRun(folder, 0)
    // Another test run may be sweeping it too.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    swept.push(folder)
  }
  return swept
}
