import { readdirSync, readFileSync } from 'node:fs'

export type ProcessLiveness = 'running' | 'stopped' | 'gone'

/** One JVM of the cluster, as /proc has it. */
export interface SeenJvm {
  pid: number
  command: string[]
  state: 'running' | 'stopped'
  /** Epoch ms, exact to a clock tick. */
  startedAt: number
}

/** A start script becomes the JVM by exec: until then its command line is read again. */
const mayExecForMs = 20_000
/** USER_HZ of every Linux that Node runs on. */
const ticksPerSecond = 100

interface Known {
  ticks: string
  firstSeenAt: number
  command: string[] | null
}

/** Finds JVMs by a word of their command line, cheaply enough to look many times a second. */
export class JvmTable {
  private readonly known = new Map<number, Known>()
  private readonly bootMs = readBootMs()
  private readonly isWanted: (command: readonly string[]) => boolean

  constructor(isWanted: (command: readonly string[]) => boolean) {
    this.isWanted = isWanted
  }

  look(now = Date.now()): SeenJvm[] {
    const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
    for (const pid of this.known.keys()) if (!pids.includes(pid)) this.known.delete(pid)
    return pids.flatMap((pid) => this.lookAt(pid, now) ?? [])
  }

  private lookAt(pid: number, now: number): SeenJvm | null {
    const known = this.known.get(pid)
    if (known && known.command === null && now - known.firstSeenAt > mayExecForMs) return null
    const stat = readStat(pid)
    if (!stat) return null
    const command = known?.ticks === stat.ticks && known.command ? known.command : this.readCommand(pid)
    this.known.set(pid, { ticks: stat.ticks, firstSeenAt: known?.ticks === stat.ticks ? known.firstSeenAt : now, command })
    if (!command || 'ZXx'.includes(stat.state)) return null
    return {
      pid,
      command,
      state: 'Tt'.includes(stat.state) ? 'stopped' : 'running',
      startedAt: Math.round(this.bootMs + (Number(stat.ticks) * 1000) / ticksPerSecond),
    }
  }

  private readCommand(pid: number): string[] | null {
    const command = read(`/proc/${pid}/cmdline`)?.split('\0').filter(Boolean) ?? []
    return command[0]?.endsWith('java') && this.isWanted(command) ? command : null
  }
}

/** proc(5): after the name in brackets come state (3rd field) and, as 22nd, the start in ticks since boot. */
function readStat(pid: number): { state: string; ticks: string } | null {
  const text = read(`/proc/${pid}/stat`)
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields?.[0] && fields[19] ? { state: fields[0], ticks: fields[19] } : null
}

function readBootMs(): number {
  return Number(/^btime (\d+)/m.exec(read('/proc/stat') ?? '')?.[1] ?? 0) * 1000
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return null
  }
}
