import { spawn } from 'node:child_process'
import { openSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import { findProcess, type ProcessFacts, type ProcessIdentity } from '@/e2e/lab/process/identity'
import { endProcess } from '@/e2e/lab/process/end-processes'
import { runCommand, type CommandResult } from '@/e2e/lab/process/run-command'
import { waitUntil } from '@/e2e/lab/wait/until'
import { findSshd } from './can-make-hosts'
import { setCable, unplug, type HostAddress } from './network'
import type { SshFiles } from './ssh-keys'

/** One host: a network, mount, process and host name space with its own /tmp, /run, Flink log folder and sshd. */
export class Host {
  private started: ProcessIdentity | null = null

  constructor(
    readonly address: HostAddress,
    private readonly ssh: SshFiles,
    /** Names of all hosts, seen as /etc/hosts inside the host only. */
    private readonly hostsFile: string,
    private readonly logFolder: string,
    /** Flink's log folder, which all hosts find at one path and each writes alone. */
    private readonly flinkLogFolder: string,
  ) {}

  get name(): string {
    return this.address.name
  }

  get ip(): string {
    return this.address.ip
  }

  /** The first process: when it dies the kernel ends everything on the host. */
  get init(): ProcessIdentity {
    if (!this.started) throw new LabError('start-failed', `${this.name} was never started.`)
    return this.started
  }

  /** Switches the host on and waits for its sshd. */
  async start(): Promise<void> {
    const log = openSync(join(this.logFolder, `${this.name}-sshd.log`), 'a')
    // Bash reads ~/.bashrc for each command over ssh, and that file of this machine's user can be slow or wait for a lock.
    const boot = [
      'if [ -e ~/.bashrc ]; then mount --bind /dev/null ~/.bashrc; fi',
      'mount -t tmpfs none /tmp',
      'mount -t tmpfs none /run',
      'mkdir -p /run/sshd /run/log/upper /run/log/work',
      // Layered, as a container's own files are: files that could be written from outside would prove nothing.
      'mount -t overlay none -o "lowerdir=$4,upperdir=/run/log/upper,workdir=/run/log/work" "$4"',
      `mount --bind "$0" /etc/hosts`,
      'hostname "$1"',
      'exec "$2" -D -e -f "$3"',
    ].join(' && ')
    const shell = ['sh', '-c', boot, this.hostsFile, this.name, findSshd() ?? 'sshd', this.ssh.serverConfig, this.flinkLogFolder]
    const args = [
      'netns',
      'exec',
      this.address.netns,
      'unshare',
      '--mount',
      '--uts',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      ...shell,
    ]
    const child = spawn('ip', args, { stdio: ['ignore', log, log], detached: true })
    child.unref()
    const pid = child.pid ?? 0
    this.started = { pid, startedAt: findProcess(pid)?.startedAt ?? '' }
    await waitUntil(
      `sshd of ${this.name} answers`,
      { within: 120_000, every: 200, seen: () => `Its log: ${this.logFolder}` },
      async () => (await this.run('true')).code === 0,
    )
  }

  /** Runs a shell command on the host, over real ssh. */
  run(command: string, timeoutMs = 60_000): Promise<CommandResult> {
    return runCommand('ssh', ['-F', this.ssh.clientConfig, '-n', this.ip, '--', command], { timeoutMs })
  }

  /** Where this machine finds a file of the host's own, while the host is on. */
  fromOutside(path: string): string {
    return `/proc/${this.init.pid}/root${path}`
  }

  /** The host's processes, with the pids of *this* machine, not the host's own. */
  getProcesses(): ProcessFacts[] {
    // `unshare --fork` stays in the machine's own pid name space; the host's first process is its child.
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => (this.isHere(pid) ? (findProcess(Number(pid)) ?? []) : []))
  }

  /** Pulls the network cable. */
  async cut(): Promise<void> {
    await setCable(this.address, 'down')
  }

  /** Plugs it in again. */
  async restore(): Promise<void> {
    await setCable(this.address, 'up')
  }

  /** Ends every process of the host and removes its network. */
  async remove(): Promise<void> {
    if (this.started) await endProcess(this.started, 0)
    await unplug(this.address)
  }

  private isHere(pid: string): boolean {
    return findNamespace(pid, 'net') === findNamespace(String(this.init.pid), 'net')
  }
}

function findNamespace(pid: string, kind: 'net'): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`)
  } catch {
    return null
  }
}
