import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { waitUntil } from '@/e2e/lab/wait/until'

export interface RealPostgres {
  /** A new, empty database of its own. */
  createDatabase(): Promise<string>
  /** Kills the server with SIGKILL: its children exit as soon as they notice. */
  crash(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

const postgresFolders = () => [...(process.env.PATH ?? '').split(delimiter), ...versions('/usr/lib/postgresql')]

function versions(root: string): string[] {
  return existsSync(root)
    ? readdirSync(root)
        .sort((one, other) => Number(other) - Number(one))
        .map((version) => join(root, version, 'bin'))
    : []
}

/** Folder of `postgres` and `initdb`; null: tests that need them are skipped, with a message. */
export function findPostgres(): string | null {
  return postgresFolders().find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb'))) ?? null
}

/** For `describe.skipIf`: prints why tests are skipped. */
export function hasNoPostgres(): boolean {
  const isMissing = findPostgres() === null
  if (isMissing)
    console.warn('SKIPPED: no postgres on this machine. Install it (Debian: apt-get install postgresql) to have these tests run.')
  return isMissing
}

/** Postgres refuses to run as root: then it runs as an unprivileged user. */
function findServant(): { uid: number; gid: number } | Record<never, never> {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })),
      )
      if (uid !== undefined && gid !== undefined) return { uid, gid }
    } catch {
      // No such user here.
    }
  }
  return {}
}

/** A real server in a temporary folder, on a free port, listening on the loopback interface only. */
export async function startRealPostgres(): Promise<RealPostgres> {
  const bin = findPostgres()
  if (bin === null) throw new Error('There is no postgres on this machine.')
  const folder = mkdtempSync(join(tmpdir(), 'understudy-postgres-'))
  const servant = findServant()
  if ('uid' in servant) chownSync(folder, servant.uid, servant.gid)
  const data = join(folder, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'understudy', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...servant,
    cwd: folder,
    stdio: 'ignore',
  })
  const [port = 0] = await getFreePorts(1)
  let server: ChildProcess | null = null
  const urlOf = (database: string) => `postgres://understudy:secret@127.0.0.1:${port}/${database}`
  const isRunning = () => server !== null && server.exitCode === null && server.signalCode === null
  const start = () =>
    waitUntil('postgres takes connections', { within: 180_000 }, () => {
      // Children of a killed server live a moment longer, each in a session of its own, and a new server exits at once until they are gone.
      // Written data survives the exit of every process without fsync; only a power cut would need it.
      if (!isRunning())
        server = spawn(
          join(bin, 'postgres'),
          ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off', '-c', 'shared_buffers=16MB'],
          { ...servant, cwd: folder, stdio: 'ignore', detached: true },
        )
      return run(urlOf('postgres'), 'select 1').then(() => true)
    })
  const end = async (signal: NodeJS.Signals) => {
    if (!server?.pid || !isRunning()) return
    const ended = new Promise((resolve) => server?.once('exit', resolve))
    if (signal === 'SIGKILL') process.kill(-server.pid, signal)
    else server.kill(signal)
    await ended
  }
  let serial = 0
  await start()
  return {
    async createDatabase() {
      const name = `journal_${++serial}`
      await run(urlOf('postgres'), `create database ${name}`)
      return urlOf(name)
    },
    crash: () => end('SIGKILL'),
    start: async () => void (await start()),
    async close() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
