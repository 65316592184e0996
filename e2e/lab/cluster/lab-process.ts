import { readFile } from 'node:fs/promises'
import { LabError } from '@/e2e/lab/errors'
import { endProcess, isGoneWithin } from '@/e2e/lab/process/end-processes'
import { findProcess, isRunning, signalProcess, type ProcessIdentity } from '@/e2e/lab/process/identity'
import type { StartedDaemon } from '@/e2e/lab/process/start-daemon'
import { waitUntil } from '@/e2e/lab/wait/until'

/** One JVM of a lab: signals go to exactly this process. */
export class LabProcess {
  private daemon: StartedDaemon | null = null

  constructor(
    readonly name: string,
    private readonly launch: () => Promise<StartedDaemon>,
    private readonly onStarted: (identity: ProcessIdentity & { name: string }) => void,
  ) {}

  /** Pid of the last start; throws when it was never started. */
  get pid(): number {
    return this.identity.pid
  }

  get identity(): StartedDaemon {
    if (!this.daemon) throw new LabError('start-failed', `${this.name} was never started.`)
    return this.daemon
  }

  isRunning(): boolean {
    return this.daemon !== null && isRunning(this.daemon)
  }

  isFrozen(): boolean {
    return this.isRunning() && (findProcess(this.pid)?.frozen ?? false)
  }

  /** Starts it (again) through Flink's script; returns as soon as the process is there, long before it answers. */
  async start(): Promise<void> {
    if (this.isRunning()) throw new LabError('start-failed', `${this.name} is running already (pid ${this.pid}).`)
    this.adopt(await this.launch())
  }

  /** Takes over a process that was started by other means, e.g. Flink's start-cluster.sh. */
  adopt(daemon: StartedDaemon): void {
    this.daemon = daemon
    this.onStarted({ name: this.name, pid: daemon.pid, startedAt: daemon.startedAt })
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL')
    if (!(await isGoneWithin(this.identity, 60_000)))
      throw new LabError('deadline', `${this.name} (pid ${this.pid}) is there a minute after SIGKILL.`)
  }

  /** SIGSTOP: accepts connections, answers nothing. Resolves when every thread is stopped. */
  async freeze(): Promise<void> {
    this.signal('SIGSTOP')
    await waitUntil(`${this.name} (pid ${this.pid}) is frozen`, { within: 60_000, every: 10 }, () => this.isFrozen())
  }

  resume(): void {
    this.signal('SIGCONT')
  }

  /** SIGTERM; killed when it still runs after `graceMs` (Flink's own script waits 10 s). */
  async stop(graceMs = 10_000): Promise<void> {
    if (this.isRunning()) await endProcess(this.identity, graceMs)
  }

  /** The log of the last start; empty when there is none yet. */
  async readLog(): Promise<string> {
    const file = this.daemon?.logFile
    return file ? readFile(file, 'utf8').catch(() => '') : ''
  }

  private signal(signal: NodeJS.Signals): void {
    if (!signalProcess(this.identity, signal))
      throw new LabError('start-failed', `${this.name} (pid ${this.pid}) is not running, so it cannot get ${signal}.`)
  }
}
