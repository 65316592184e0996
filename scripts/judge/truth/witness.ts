import { readdirSync, type Dirent } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { emptySight, LogTail } from './flink-log'
import { readWork } from './flink-rest'
import { askMode } from './four-letter'
import { JvmTable, type SeenJvm } from './process-table'
import { createTruth, deriveLeadership, deriveLine, type MasterSight, type Truth } from './truth'
import { ZooKeeperReader } from './zookeeper/client'
import { lookAtCheckpoints, lookAtElection } from './zookeeper/election'

/** The parts of the cluster; all on this machine. */
export interface Scene {
  /** Every process of the cluster has it in its command line. */
  folder: string
  /** Lines of conf/masters. */
  masters: string[]
  members: { id: number; address: string; port: number }[]
  /** The cluster's node in ZooKeeper, e.g. /flink/default. */
  root: string
  storageFolder: string
}

/** Milliseconds between samples of each kind; processes and logs are cheap, the others send requests. */
const paces = { processes: 40, election: 80, members: 250, work: 250, checkpoints: 150, files: 150 } as const
const answerWithinMs = 900
/** A frozen JobManager keeps a request open: requests go to the leader only while its process runs. */
const workWithinMs = 1500

/** Observes the cluster without the console, until it is stopped. */
export class ClusterWitness {
  readonly truth: Truth
  private readonly scene: Scene
  private readonly table: JvmTable
  private readonly stop = new AbortController()
  private readonly tails = new Map<number, LogTail>()
  /** ZooKeeper session → JobManager. */
  private readonly owners = new Map<string, string>()
  private readonly life = new Map<number, SeenJvm['state']>()
  private reader: ZooKeeperReader | null = null
  private loops: Promise<void>[] = []

  constructor(scene: Scene) {
    this.scene = scene
    this.truth = createTruth(
      scene.masters,
      scene.members.map(({ address }) => address),
    )
    this.table = new JvmTable((command) => command.some((word) => word.includes(scene.folder)))
  }

  start(): void {
    this.loops = [
      this.loop(paces.processes, async () => this.lookAtProcesses()),
      this.loop(paces.election, () => this.lookAtElection()),
      this.loop(paces.work, () => this.lookAtWork()),
      this.loop(paces.checkpoints, () => this.lookAtCheckpoints()),
      this.loop(paces.files, async () => this.lookAtFiles()),
      ...this.scene.members.map((member) => this.loop(paces.members, () => this.lookAtMember(member))),
    ]
  }

  async close(): Promise<void> {
    this.stop.abort()
    await Promise.all(this.loops)
    this.reader?.close()
  }

  private async loop(paceMs: number, look: () => Promise<void>): Promise<void> {
    while (!this.stop.signal.aborted) {
      await look()
      await delay(paceMs, undefined, { signal: this.stop.signal }).catch(() => undefined)
    }
  }

  private lookAtProcesses(): void {
    const asked = Date.now()
    const found = this.table.look(asked)
    this.life.clear()
    for (const { pid, state } of found) this.life.set(pid, state)
    for (const pid of this.tails.keys()) if (!this.life.has(pid)) this.tails.delete(pid)
    const sights = new Map<string, MasterSight>()
    for (const [master, track] of this.truth.masters) {
      const sight = this.toMaster(found.filter(({ command }) => command.includes(`rest.port=${master.split(':')[1]}`)))
      sights.set(master, sight)
      track.add(asked, Date.now(), sight)
    }
    const workers = found.filter(({ command }) => command.some((word) => word.endsWith('.TaskManagerRunner')))
    const stopped = workers.filter(({ state }) => state === 'stopped').length
    const got = Date.now()
    this.truth.workers.add(asked, got, { running: workers.length - stopped, stopped })
    const { leadership, election, line } = this.truth
    const now = deriveLeadership(sights, election.last ?? null, leadership.last)
    leadership.add(asked, got, now)
    for (const [master, { log }] of sights) if (log.session) this.owners.set(log.session, master)
    line.add(asked, got, deriveLine(sights, election.last ?? null, this.owners, now))
  }

  private toMaster(found: SeenJvm[]): MasterSight {
    const newest = found.sort((a, b) => b.startedAt - a.startedAt)[0]
    if (!newest) return { life: 'gone', pid: null, startedAt: null, log: emptySight }
    const { pid, startedAt, state, command } = newest
    const file = command.find((word) => word.startsWith('-Dlog.file='))?.slice('-Dlog.file='.length) ?? ''
    const tail = this.tails.get(pid) ?? new LogTail(file, startedAt)
    this.tails.set(pid, tail)
    return { life: state, pid, startedAt, log: tail.look() }
  }

  private async lookAtElection(): Promise<void> {
    const asked = Date.now()
    const found = await this.withReader((reader) => lookAtElection(reader, this.scene.root, answerWithinMs))
    this.truth.election.add(asked, Date.now(), found)
  }

  private async lookAtCheckpoints(): Promise<void> {
    const asked = Date.now()
    const reader = this.reader
    const found = reader && (await lookAtCheckpoints(reader, this.scene.root, answerWithinMs).catch(() => null))
    this.truth.checkpoints.add(asked, Date.now(), found)
  }

  /** Any member that answers will do; without one, nothing is known of the election. */
  private async withReader<T>(read: (reader: ZooKeeperReader) => Promise<T>): Promise<T | null> {
    for (const { port, address } of this.reader ? [] : this.scene.members) {
      if (this.truth.members.get(address)?.last?.life === 'stopped') continue
      this.reader = await ZooKeeperReader.open(port, answerWithinMs).catch(() => null)
      if (this.reader) break
    }
    if (!this.reader) return null
    try {
      return await read(this.reader)
    } catch {
      this.reader.close()
      this.reader = null
      return null
    }
  }

  private async lookAtMember({ id, address, port }: Scene['members'][number]): Promise<void> {
    const asked = Date.now()
    const mode = await askMode(port, answerWithinMs)
    const mine = this.table.look().find(({ command }) => command[command.indexOf('--peerId') + 1] === String(id))
    this.truth.members.get(address)?.add(asked, Date.now(), { life: mine?.state ?? 'gone', mode })
  }

  private async lookAtWork(): Promise<void> {
    const asked = Date.now()
    const { last: leadership } = this.truth.leadership
    const leader = leadership?.proven ?? leadership?.claims[0]
    const found = leader ? await readWork(leader, workWithinMs).catch(() => null) : null
    this.truth.work.add(asked, Date.now(), found)
  }

  private lookAtFiles(): void {
    const asked = Date.now()
    const { storageFolder } = this.scene
    this.truth.files.add(
      asked,
      Date.now(),
      listFiles(storageFolder)
        .map((file) => relative(storageFolder, file))
        .sort(),
    )
  }
}

function listFiles(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
}
