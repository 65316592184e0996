import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, openSync, closeSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'

// Real ZooKeepers for tests, run from the jars of a Flink distribution: no separate installation is needed.

export interface RealZooKeeperOptions {
  members: 1 | 3
  /** default 500: the shortest session is then 1 s, the longest 10 s */
  tickTimeMs?: number
  /** a Flink home; default FLINK_HOME, else the newest in the cache. 1.14 carries ZooKeeper 3.4. */
  flinkHome?: string
  /** extra lines of zoo.cfg */
  config?: readonly string[]
  /** extra -D… for the JVM */
  javaOptions?: readonly string[]
}

export interface RealZooKeeperMember {
  readonly id: number
  readonly port: number
  readonly pid: number | null
  /** SIGTERM, and wait for the end */
  stop(): Promise<void>
  /** SIGKILL, and wait for the end */
  kill(): Promise<void>
  /** SIGSTOP: the kernel accepts connections, the process never answers */
  freeze(): void
  resume(): void
  /** restarts it after stop or kill; with `wipe` without its data */
  restart(options?: { wipe?: boolean }): Promise<void>
}

export interface RealZooKeeper {
  readonly connectString: string
  readonly members: readonly RealZooKeeperMember[]
  /** waits until every running member serves */
  untilServing(): Promise<void>
  close(): Promise<void>
}

const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'understudy', 'flink')

/** The Flink home of exactly this version in the cache, or null. */
export function findCachedFlink(version: string): string | null {
  const home = join(cacheFolder, version)
  return existsSync(join(home, 'lib')) ? home : null
}

function getFlinkHome(): string {
  if (process.env.FLINK_HOME) return process.env.FLINK_HOME
  const versions = existsSync(cacheFolder) ? readdirSync(cacheFolder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true })) : []
  const home = versions.map(findCachedFlink).find((each) => each !== null)
  if (home) return home
  throw new Error(`No Flink distribution in ${cacheFolder} and FLINK_HOME is not set: run \`npm test\` once, which fetches it.`)
}

interface Runtime {
  classPath: string
  mainClass: string
}

function getRuntime(home: string): Runtime {
  const jars = readdirSync(join(home, 'lib')).filter((name) => /^(flink-dist|flink-shaded-zookeeper|log4j)/.test(name))
  return {
    classPath: jars.map((name) => join(home, 'lib', name)).join(':'),
    // The server without Flink's wrapper, which would write myid itself.
    mainClass: 'org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.quorum.QuorumPeerMain',
  }
}

/** The member's answer to a four-letter word; '' when there is none within a second. */
export function askFourLetterWord(port: number, word: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(word))
    let answer = ''
    const done = () => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1000, done)
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8')
    })
    socket.on('close', done)
    socket.on('error', done)
  })
}

class Member implements RealZooKeeperMember {
  readonly id: number
  readonly port: number
  private readonly folder: string
  private readonly command: readonly string[]
  private child: ChildProcess | null = null

  constructor(id: number, port: number, folder: string, command: readonly string[]) {
    this.id = id
    this.port = port
    this.folder = folder
    this.command = command
  }

  get pid(): number | null {
    return this.child?.pid ?? null
  }

  async restart({ wipe = false } = {}): Promise<void> {
    if (this.child) throw new Error(`ZooKeeper member ${this.id} is still running`)
    const data = join(this.folder, 'data')
    if (wipe) await rm(data, { recursive: true, force: true })
    await mkdir(data, { recursive: true })
    await writeFile(join(data, 'myid'), String(this.id))
    const log = openSync(join(this.folder, 'log'), 'a')
    const child = spawn('java', [...this.command, join(this.folder, 'zoo.cfg')], { stdio: ['ignore', log, log], cwd: this.folder })
    closeSync(log)
    this.child = child
    child.once('exit', () => {
      if (this.child === child) this.child = null
    })
  }

  async untilServing(limitMs: number): Promise<void> {
    const deadline = Date.now() + limitMs
    while (this.child) {
      if (/Mode: (leader|follower|standalone)/.test(await askFourLetterWord(this.port, 'srvr'))) return
      if (Date.now() > deadline) throw new Error(`ZooKeeper member ${this.id} does not serve after ${limitMs} ms:\n${await this.readLog()}`)
      await sleep(100)
    }
    throw new Error(`ZooKeeper member ${this.id} ended:\n${await this.readLog()}`)
  }

  private async readLog(): Promise<string> {
    return (await readFile(join(this.folder, 'log'), 'utf8')).slice(-3000)
  }

  stop(): Promise<void> {
    return this.signalAndWait('SIGTERM')
  }

  kill(): Promise<void> {
    return this.signalAndWait('SIGKILL')
  }

  freeze(): void {
    this.child?.kill('SIGSTOP')
  }

  resume(): void {
    this.child?.kill('SIGCONT')
  }

  killNow(): void {
    this.child?.kill('SIGKILL')
  }

  private async signalAndWait(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    if (!child) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
}

function toConfig(options: RealZooKeeperOptions, folder: string, port: number, peers: readonly string[]): string {
  const lines = [
    `tickTime=${options.tickTimeMs ?? 500}`,
    'initLimit=20',
    'syncLimit=10',
    'maxClientCnxns=0',
    `dataDir=${join(folder, 'data')}`,
    `clientPort=${port}`,
    'clientPortAddress=127.0.0.1',
    'admin.enableServer=false',
    '4lw.commands.whitelist=*',
    ...(peers.length > 1 ? peers : []),
    ...(options.config ?? []),
  ]
  return lines.join('\n') + '\n'
}

async function prepareMembers(options: RealZooKeeperOptions, root: string): Promise<Member[]> {
  const runtime = getRuntime(options.flinkHome ?? getFlinkHome())
  const ports = await getFreePorts(options.members * 3)
  const peers = Array.from({ length: options.members }, (_, i) => `server.${i + 1}=127.0.0.1:${ports[i * 3 + 1]}:${ports[i * 3 + 2]}`)
  const command = [
    '-Xmx192m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dzookeeper.admin.enableServer=false',
    '-Dzookeeper.jmx.log4j.disable=true',
    ...(options.javaOptions ?? []),
    '-cp',
    runtime.classPath,
    runtime.mainClass,
  ]
  return Promise.all(
    peers.map(async (_, i) => {
      const folder = join(root, String(i + 1))
      const port = ports[i * 3] as number
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'zoo.cfg'), toConfig(options, folder, port, peers))
      return new Member(i + 1, port, folder, command)
    }),
  )
}

/** Starts one ZooKeeper or an ensemble of three on free ports and waits until it serves. `close` leaves nothing behind. */
export async function startZooKeeper(options: RealZooKeeperOptions): Promise<RealZooKeeper> {
  const root = await mkdtemp(join(tmpdir(), 'understudy-zookeeper-'))
  const members = await prepareMembers(options, root)
  const killAll = () => members.forEach((member) => member.killNow())
  process.once('exit', killAll)
  const untilServing = async () => {
    await Promise.all(members.filter((member) => member.pid !== null).map((member) => member.untilServing(180_000)))
  }
  const close = async () => {
    process.removeListener('exit', killAll)
    await Promise.all(members.map((member) => member.kill()))
    await rm(root, { recursive: true, force: true })
  }
  try {
    await Promise.all(members.map((member) => member.restart()))
    await untilServing()
  } catch (error) {
    await close()
    throw error
  }
  return { connectString: members.map((member) => `127.0.0.1:${member.port}`).join(','), members, untilServing, close }
}
