import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProcess, signalProcess, type ProcessFacts } from '@/e2e/lab/process/identity'
import { waitUntil } from '@/e2e/lab/wait/until'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { readElection } from '@/lib/takeover/election/read-election'

export interface StandInOptions {
  id: string
  confDir: string
  flinkHome: string
  masters: string[]
  storage: string
  /** The test's own. */
  client: ZooKeeperClient
}

/** What a test sees of a cluster directly: not through the console. */
export interface StandInLook {
  /** Masters in line, the first one first; a dead one whose latch is left is among them. */
  line: string[]
  /** The master whose leader information is published, if by one session; null: no master's. */
  leads: string | null
  processes: Record<string, 'running' | 'frozen' | 'none'>
}

export interface StandInCluster extends Omit<StandInOptions, 'client'> {
  look(): Promise<StandInLook>
  find(master: string): ProcessFacts | null
  /** By its jobmanager.sh. */
  start(master: string): Promise<void>
  kill(master: string): Promise<void>
  freeze(master: string): Promise<void>
  resume(master: string): void
}

export function createStandInCluster({ client, ...options }: StandInOptions): StandInCluster {
  const { id, confDir, flinkHome, masters } = options
  const root = `/${id}/default`
  const findAmong = (all: ReturnType<typeof findStandIns>, master: string) =>
    all.find(({ port }) => master.endsWith(`:${port}`))?.identity ?? null
  const find = (master: string) => findAmong(findStandIns(confDir), master)
  const get = (master: string) => {
    const found = find(master)
    if (!found) throw new Error(`${master} of ${id} does not run`)
    return found
  }
  async function readMaster(path: string): Promise<string> {
    return `localhost:${Buffer.from((await client.getData(path)).data).toString()}`
  }
  return {
    ...options,
    find,
    async look() {
      const { latches, leaders } = await readElection({ client, root, names: {} }, { withLocks: false })
      const line = await Promise.all(latches.map(({ path }) => readMaster(path)))
      const owners = new Set(leaders.map(({ owner }) => owner))
      const at = leaders.length === 3 && owners.size === 1 ? latches.findIndex(({ owner }) => owners.has(owner)) : -1
      const all = findStandIns(confDir)
      return {
        line,
        leads: line[at] ?? null,
        processes: Object.fromEntries(masters.map((master) => [master, toState(findAmong(all, master))])),
      }
    },
    async start(master) {
      const [host = '', port = ''] = master.split(':')
      await promisify(execFile)(join(flinkHome, 'bin', 'jobmanager.sh'), ['start', host, port], {
        env: { ...process.env, FLINK_CONF_DIR: confDir },
      })
    },
    async kill(master) {
      const identity = get(master)
      signalProcess(identity, 'SIGKILL')
      await waitUntil(`${master} is gone`, { within: 180_000, every: 20 }, () => find(master)?.pid !== identity.pid)
    },
    async freeze(master) {
      signalProcess(get(master), 'SIGSTOP')
      await waitUntil(`${master} is frozen`, { within: 180_000, every: 20 }, () => find(master)?.frozen)
    },
    resume: (master) => void signalProcess(get(master), 'SIGCONT'),
  }
}

function toState(found: ProcessFacts | null): 'running' | 'frozen' | 'none' {
  return found === null ? 'none' : found.frozen ? 'frozen' : 'running'
}

/** Stand-ins whose conf folder lies in this folder, or is it. */
export function findStandIns(folder: string): { identity: ProcessFacts; port: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const identity = findProcess(Number(pid))
      const confDir = identity?.command[0] === 'java' && identity.command[identity.command.indexOf('--configDir') + 1]
      if (!identity || !confDir || !`${confDir}/`.startsWith(`${folder}/`)) return []
      return [{ identity, port: identity.command[identity.command.indexOf('--webui-port') + 1] ?? '' }]
    })
}
