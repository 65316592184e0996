import { accessSync, constants } from 'node:fs'
import { runCommand } from '@/e2e/lab/process/run-command'

const programs = ['/usr/sbin/sshd', '/sbin/sshd', '/usr/local/sbin/sshd']

/** The sshd program, or null: it insists on being called by its full path. */
export function findSshd(): string | null {
  return programs.find(isExecutable) ?? null
}

/**
 * Why no hosts can be made here, or null when they can. Tests that need hosts skip with this sentence: loudly.
 * Tried for real (a name space and a bridge made and removed), since containers differ in what root may do.
 */
export async function findHostsObstacle(): Promise<string | null> {
  if (process.platform !== 'linux') return 'Several hosts need Linux network name spaces, and this is not Linux.'
  if (process.getuid?.() !== 0) return 'Several hosts need root (network name spaces, bridges, mounts).'
  if (!findSshd()) return 'Several hosts need sshd (Debian: apt-get install openssh-server).'
  const probe = `us-probe-${process.pid}`
  const bridge = `usp${process.pid % 1_000_000}`
  const attempts: [string, string[], string][] = [
    ['ip', ['netns', 'add', probe], 'network name spaces (Debian: apt-get install iproute2)'],
    ['ip', ['link', 'add', bridge, 'type', 'bridge'], 'network bridges'],
    [
      'unshare',
      ['--mount', '--uts', '--pid', '--fork', '--mount-proc', 'mount', '-t', 'tmpfs', 'none', '/mnt'],
      'mount and process name spaces',
    ],
    ['ssh', ['-V'], 'an ssh client (Debian: apt-get install openssh-client)'],
  ]
  let obstacle: string | null = null
  for (const [command, args, what] of attempts) {
    const result = await runCommand(command, args, { timeoutMs: 60_000 }).catch(() => null)
    if (result?.code === 0) continue
    obstacle = `Several hosts need ${what}, which do not work here: ${(result?.stderr ?? `no ${command}`).trim().slice(0, 200)}`
    break
  }
  await runCommand('ip', ['link', 'del', bridge]).catch(() => undefined)
  await runCommand('ip', ['netns', 'del', probe]).catch(() => undefined)
  return obstacle
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
