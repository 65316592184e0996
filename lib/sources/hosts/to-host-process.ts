import 'server-only'
import { parseJavaCommandLine } from '@/lib/flink/processes/parse-java-command-line'
import type { HostProcess } from '@/lib/model/facts'

export interface SeenProcess {
  pid: number
  startedAt: number | null
  state: HostProcess['state']
  user: string | null
  arguments: readonly string[]
}

/** null: no process of Flink's or ZooKeeper's. */
export function toHostProcess(seen: SeenProcess, host: string): HostProcess | null {
  const java = parseJavaCommandLine(seen.arguments)
  if (!java) return null
  const { pid, startedAt, state, user } = seen
  return { kind: java.kind, pid, startedAt, host, user, configDir: java.configDir, hostArgument: java.host, webUiPort: java.webUiPort, state }
}
