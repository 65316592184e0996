import { spawnSync } from 'node:child_process'
import { release } from 'node:os'
import type { HostRunner } from '@/lib/sources/hosts/runner'

const script = 'mount -t proc -o "$1" proc /proc && shift && exec "$@"'

interface Hiding {
  /** User id of the observer; default nobody's. */
  uid?: number
  /** Group id of the observer; default the user id's number. */
  group?: number
  /** `gid=` of the mount: the group that sees all. */
  gid?: number
  /** 1 noaccess, 2 invisible, 4 ptraceable; default 2. */
  hidepid?: 1 | 2 | 4
  /** Capabilities that the observer lacks, in setpriv's form. */
  without?: string
}

/** Why this machine cannot hide processes, or null. Linux 5.8 is the first with options per mount of /proc. */
export function findHiddenObstacle(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'They need Linux and root.'
  const [major = 0, minor = 0] = release().split('.').map(Number)
  if (major < 5 || (major === 5 && minor < 8)) return 'They need Linux 5.8.'
  return spawnSync('unshare', ['--mount', 'setpriv', '--version']).status === 0
    ? null
    : 'They need mount name spaces and setpriv (Debian: apt-get install util-linux).'
}

/** The same host for another user in a mount name space whose /proc hides processes of others. */
export function aHiddenRunner(runner: HostRunner, { uid = 65_534, group = uid, gid, hidepid = 2, without }: Hiding = {}): HostRunner {
  const options = `hidepid=${hidepid}${gid === undefined ? '' : `,gid=${gid}`}`
  const wrap = (argv: readonly string[]) => [
    'unshare',
    '--mount',
    'sh',
    '-c',
    script,
    'sh',
    options,
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${group}`,
    '--clear-groups',
    ...(without === undefined ? [] : [`--bounding-set=-${without}`, `--inh-caps=-${without}`]),
    ...argv,
  ]
  return {
    run: (host, argv, run) => runner.run(host, wrap(argv), run),
    describe: (...call) => runner.describe(...call),
    isLocal: (host) => runner.isLocal(host),
    warm: (host) => runner.warm(host),
    close: () => runner.close(),
  }
}
