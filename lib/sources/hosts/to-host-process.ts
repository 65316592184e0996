import 'server-only'
import { realpath } from 'node:fs/promises'
import { parseJavaCommandLine } from '@/lib/flink/processes/parse-java-command-line'
import type { HostProcess } from '@/lib/model/facts'

export interface SeenProcess {
  pid: number
  startedAt: number | null
  state: HostProcess['state']
  user: string | null
  /** null: it names Flink or ZooKeeper, and is too long to be read. */
  arguments: readonly string[] | null
}

const unread = { kind: 'unread', configDir: null, host: null, webUiPort: null } as const

/** null: not a process of Flink or ZooKeeper. */
export function toHostProcess(seen: SeenProcess, host: string): HostProcess | null {
  const java = seen.arguments === null ? unread : parseJavaCommandLine(seen.arguments)
  if (!java) return null
  const { pid, startedAt, state, user } = seen
  return {
    kind: java.kind,
    pid,
    startedAt,
    host,
    user,
    configDir: java.configDir,
    realConfigDir: null,
    hostArgument: java.host,
    webUiPort: java.webUiPort,
    listens: null,
    state,
  }
}

/** Adds the conf folder's path with symbolic links resolved; for a process on this machine. */
export async function addRealConfigDir(process: HostProcess): Promise<HostProcess> {
  if (process.configDir === null) return process
  return { ...process, realConfigDir: await realpath(process.configDir).catch(() => null) }
}
