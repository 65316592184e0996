import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getOwnIdentity } from '@/e2e/lab/cluster/lab-folder'
import { getCacheFolder } from '@/e2e/lab/distribution/cache-folder'
import { endRun } from '@/e2e/lab/process/end-processes'
import { isRunning } from '@/e2e/lab/process/identity'
import { findRecord, writeRecord } from '@/e2e/lab/process/record'
import { planHost, planNetwork, releaseNetwork, unplug, type NetworkPlan } from './network'

interface SavedNetwork {
  subnet: number
  hosts: number
}

/** A folder outside /tmp, since every host has a /tmp of its own and must see Flink at the same path. */
export async function createHostsFolder(): Promise<string> {
  await sweepHosts()
  await mkdir(getCacheFolder('hosts'), { recursive: true })
  const folder = await mkdtemp(getCacheFolder('hosts', 'lab-'))
  writeRecord(folder, { owner: getOwnIdentity(), processes: [] })
  return folder
}

/** Keeps what must be removed again, before it is made. */
export async function writeNetwork(folder: string, network: NetworkPlan, hosts: number): Promise<void> {
  await writeFile(join(folder, 'network.json'), JSON.stringify({ subnet: network.subnet, hosts } satisfies SavedNetwork))
}

/** Removes the hosts of test runs that were killed: processes, name spaces, cables, bridge, folder. */
export async function sweepHosts(): Promise<string[]> {
  const swept: string[] = []
  for (const name of await readdir(getCacheFolder('hosts')).catch(() => [] as string[])) {
    const folder = getCacheFolder('hosts', name)
    const record = findRecord(folder)
    if (!record || isRunning(record.owner)) continue
    await endRun(folder, 0)
    await removeNetwork(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    swept.push(folder)
  }
  return swept
}

async function removeNetwork(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'network.json'), 'utf8').catch(() => null)
  if (!text) return
  const { subnet, hosts } = JSON.parse(text) as SavedNetwork
  const network = planNetwork(subnet)
  for (let i = 0; i < hosts; i++) await unplug(planHost(network, i))
  await releaseNetwork(network)
}
