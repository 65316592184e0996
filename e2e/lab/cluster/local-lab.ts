import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfSettings } from '@/e2e/lab/conf/settings'
import type { ZooKeeperMember } from '@/e2e/lab/conf/zoo-cfg'
import type { Say } from '@/e2e/lab/distribution/say'
import { submitJob, type JobSettings } from '@/e2e/lab/job/submit-job'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { endRun } from '@/e2e/lab/process/end-processes'
import { writeRecord, type RecordedProcess } from '@/e2e/lab/process/record'
import { waitUntil } from '@/e2e/lab/wait/until'
import { guardExit } from './exit-guard'
import { toMaster, toMember } from './handles'
import type { Lab, LabOptions, Leader, Master, Member } from './lab'
import { getOwnIdentity } from './lab-folder'
import { LabProcess } from './lab-process'
import type { Launcher } from './launch'
import type { LabLayout } from './layout'
import { findLoggedLeadership } from './leader-log'
import { getCompletedCheckpoints, getJobState, getOverview } from './rest'
import { findServingMode } from './srvr'

export interface LocalLabPlan {
  folder: string
  /** The folder was made for this lab and is removed with it. */
  isOwn: boolean
  layout: LabLayout
  settings: ConfSettings
  members: ZooKeeperMember[]
  jar: string | (() => Promise<string>)
  launcher: Launcher
  options: LabOptions
  say: Say
}

const startWithin = 300_000

/** All processes of one cluster on this machine. Everything started is recorded before anything else happens. */
export class LocalLab implements Lab {
  readonly folder: string
  readonly flinkHome: string
  readonly confDir: string
  readonly version: string
  readonly settings: ConfSettings
  readonly masters: Master[]
  readonly zookeepers: Member[]
  readonly taskManagers: LabProcess[] = []
  readonly jobs: string[] = []
  private readonly plan: LocalLabPlan
  private readonly recorded: RecordedProcess[] = []
  private readonly liftGuard: () => void

  constructor(plan: LocalLabPlan) {
    this.plan = plan
    this.folder = plan.folder
    this.flinkHome = plan.layout.home
    this.confDir = plan.layout.confDir
    this.version = plan.settings.flink
    this.settings = plan.settings
    this.zookeepers = plan.members.map((member) =>
      toMember(
        member,
        this.process(`ZooKeeper member ${member.id}`, () => plan.launcher.zooKeeper(member)),
      ),
    )
    this.masters = plan.settings.masters.map((master) => this.toMaster(master))
    this.liftGuard = guardExit(() => this.recorded)
    this.write()
  }

  /** ZooKeeper first, then JobManagers and TaskManagers at once, then the jobs. */
  async startAll(): Promise<void> {
    const { options, say } = this.plan
    say.step(`Starting ZooKeeper (${this.settings.connectString})`)
    await this.startZooKeepers()
    await this.waitForQuorum()
    const workers = options.taskManagers ?? 1
    say.step(
      `Starting ${this.masters.length} JobManagers (${this.settings.masters.join(', ')}) and ${workers === 1 ? 'a TaskManager' : `${workers} TaskManagers`}`,
    )
    await this.startCluster(workers)
    const { master } = await this.getLeader(startWithin)
    await this.waitForSlots(master)
    await this.waitForStandbys()
    const count = options.jobs ?? 1
    if (count === 0) return
    say.step(
      `Submitting ${count === 1 ? 'a job that checkpoints' : `${count} jobs that checkpoint`} every ${(options.job?.checkpointEveryMs ?? 2000) / 1000} s`,
    )
    for (let i = 0; i < count; i++) await this.submitJob()
    await this.waitForCheckpoints(1, startWithin)
  }

  protected async startZooKeepers(): Promise<void> {
    await Promise.all(this.zookeepers.map((member) => member.start()))
  }

  // TaskManagers one after the other: their command lines are alike, so only the pid file distinguishes them.
  protected async startCluster(taskManagers: number): Promise<void> {
    const workers = async () => {
      for (let i = 0; i < taskManagers; i++) await this.addTaskManager()
    }
    await Promise.all([...this.masters.map((master) => master.start()), workers()])
  }

  async findLeader(): Promise<Leader | null> {
    const running = this.masters.filter((master) => master.isRunning())
    const found = await Promise.all(
      running.map(async (master) => ({ master, logged: findLoggedLeadership(await master.process.readLog()) })),
    )
    const leaders = found.flatMap(({ master, logged }) => (logged ? [{ master, ...logged }] : []))
    const newest = leaders.sort((a, b) => b.at.localeCompare(a.at))[0]
    return newest ? { master: newest.master, leaderSessionId: newest.leaderSessionId } : null
  }

  getLeader(within = 240_000): Promise<Leader> {
    return waitUntil(
      'a JobManager leads and its REST API answers',
      { within, every: 200, seen: () => this.describe(), signal: this.plan.options.signal },
      async () => {
        const leader = await this.findLeader()
        if (leader) await getOverview(leader.master.master)
        return leader
      },
    )
  }

  async findStandbys(): Promise<Master[]> {
    const leader = await this.findLeader()
    return this.masters.filter((master) => master.isRunning() && master !== leader?.master)
  }

  async submitJob(job: Partial<JobSettings> = {}): Promise<string> {
    const { master } = await this.getLeader()
    const jar = typeof this.plan.jar === 'string' ? this.plan.jar : await this.plan.jar()
    const settings = { name: `numbers-${this.jobs.length + 1}`, checkpointEveryMs: 2000, rate: 20, ...this.plan.options.job, ...job }
    const id = await submitJob(master.master, jar, settings)
    this.jobs.push(id)
    return id
  }

  async waitForCheckpoints(count = 1, within = 240_000): Promise<void> {
    const { master } = await this.getLeader(within)
    const before = new Map<string, number>()
    for (const job of this.jobs) {
      await waitUntil(
        `job ${job} is RUNNING and made ${count} checkpoint(s) under ${master.master}`,
        { within, every: 200, seen: () => this.describe(), signal: this.plan.options.signal },
        async () => {
          const completed = await getCompletedCheckpoints(master.master, job)
          const first = before.get(job) ?? completed
          before.set(job, first)
          return (await getJobState(master.master, job)) === 'RUNNING' && completed >= first + count
        },
      )
    }
  }

  async addMaster(): Promise<Master> {
    const [port] = await getFreePorts(1)
    const master = this.toMaster(`localhost:${port}`)
    await appendFile(join(this.confDir, 'masters'), `${master.master}\n`)
    this.masters.push(master)
    await master.start()
    return master
  }

  async addTaskManager(): Promise<LabProcess> {
    const added = this.createTaskManager()
    await added.start()
    return added
  }

  async close(): Promise<void> {
    await endRun(this.folder, this.plan.isOwn ? 0 : 3000)
    this.liftGuard()
    if (this.plan.isOwn) await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  protected createTaskManager(): LabProcess {
    const index = this.taskManagers.length
    const added = this.process(`TaskManager ${index + 1}`, () => this.plan.launcher.taskManager(index))
    this.taskManagers.push(added)
    return added
  }

  private toMaster(master: string): Master {
    return toMaster(
      master,
      this.process(`JobManager ${master}`, () => this.plan.launcher.jobManager(master)),
    )
  }

  private process(name: string, launch: ConstructorParameters<typeof LabProcess>[1]): LabProcess {
    return new LabProcess(name, launch, (identity) => this.record(identity))
  }

  /** Kept on disk at once, so that a later run can end it if this one is killed. */
  protected record(identity: RecordedProcess): void {
    this.recorded.push(identity)
    this.write()
  }

  private write(): void {
    writeRecord(this.folder, { owner: getOwnIdentity(), processes: this.recorded })
  }

  private waitForQuorum(): Promise<unknown> {
    return waitUntil(
      'every ZooKeeper member serves',
      { within: startWithin, seen: () => this.describe(), signal: this.plan.options.signal },
      async () => {
        const modes = await Promise.all(this.zookeepers.map(({ settings }) => findServingMode(settings.host, settings.clientPort)))
        return modes.every((mode) => mode !== null)
      },
    )
  }

  private waitForSlots(leader: Master): Promise<unknown> {
    const wanted = this.taskManagers.length
    return waitUntil(
      `${wanted} TaskManager(s) registered`,
      { within: startWithin, seen: () => this.describe(), signal: this.plan.options.signal },
      async () => (await getOverview(leader.master)).taskmanagers >= wanted,
    )
  }

  // A standby answers with the leader's data as soon as it knows the leader.
  private waitForStandbys(): Promise<unknown> {
    return waitUntil(
      'every JobManager answers',
      { within: startWithin, seen: () => this.describe(), signal: this.plan.options.signal },
      async () => {
        await Promise.all(this.masters.map(({ master }) => getOverview(master)))
        return true
      },
    )
  }

  private describe(): string {
    const all = [...this.zookeepers, ...this.masters].map(({ process }) => process).concat(this.taskManagers)
    const dead = all.filter((one) => !one.isRunning()).map((one) => one.name)
    return `${dead.length > 0 ? `Not running: ${dead.join(', ')}. ` : 'All processes run. '}Logs: ${join(this.flinkHome, 'log')}`
  }
}
