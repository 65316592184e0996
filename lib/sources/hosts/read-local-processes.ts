import 'server-only'
import type { HostProcess } from '@/lib/model/facts'
import { readProcTable } from './proc-table'
import { readPsTable } from './ps-table'

/**
 * JobManagers, TaskManagers and ZooKeepers that run on this host now. Costs a few milliseconds to some tens of them.
 * @throws Error where the table cannot be read at all
 */
export function readLocalProcesses(): Promise<HostProcess[]> {
  return process.platform === 'linux' ? readProcTable() : readPsTable()
}
