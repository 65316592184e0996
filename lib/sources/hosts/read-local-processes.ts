import 'server-only'
import type { HostProcess } from '@/lib/model/facts'
import { readProcTable } from './proc-table'
import { readPsTable } from './ps-table'
import { addRealConfigDir } from './to-host-process'

/**
 * JobManagers, TaskManagers and ZooKeepers that run on this host now. Costs a few milliseconds to some tens of them.
 * @throws Error where the table cannot be read at all
 */
export async function readLocalProcesses(): Promise<HostProcess[]> {
  const found = await (process.platform === 'linux' ? readProcTable() : readPsTable())
  return Promise.all(found.map(addRealConfigDir))
}
