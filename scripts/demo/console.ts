import { spawn, type ChildProcess } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import { findProcess, type ProcessIdentity } from '@/e2e/lab/process/identity'
import { waitUntil } from '@/e2e/lab/wait/until'
import { spawnConsole } from '../setup/console.mjs'
import { runFolder } from './run-folder'

export interface RunningConsole {
  url: string
  /** A link that signs in as the demo's administrator, once. */
  link: string
  identity: ProcessIdentity
  child: ChildProcess
}

/** The demo reads nothing of the person's own console, and the person's console nothing of the demo. */
const ownData = {
  UNDERSTUDY_DATA_DIR: join(runFolder, 'data'),
  DATABASE_URL: '',
  UNDERSTUDY_URL: '',
  UNDERSTUDY_TLS_CERT: '',
  UNDERSTUDY_TLS_KEY: '',
  UNDERSTUDY_FIRST_ADMINISTRATOR: 'demo@understudy.example',
}

/** Starts the built console on the demo's cluster and waits until it answers. `onStarted` comes first, for the record. */
export async function startDemoConsole(
  port: number,
  confDir: string,
  flinkHome: string,
  onStarted: (identity: ProcessIdentity) => void,
): Promise<RunningConsole> {
  const log = join(runFolder, 'console.log')
  const out = openSync(log, 'a')
  const env = { ...process.env, ...ownData, FLINK_HOME: flinkHome, FLINK_CONF_DIR: confDir }
  const child = spawnConsole({ host: '127.0.0.1', port, env, stdio: ['ignore', out, out], detached: true })
  const identity = { pid: child.pid ?? 0, startedAt: findProcess(child.pid ?? 0)?.startedAt ?? '' }
  onStarted(identity)
  const url = `http://127.0.0.1:${port}`
  await waitUntil('the console answers', { within: 60_000, seen: () => `Its log: ${log}` }, async () => {
    if (child.exitCode !== null) throw new LabError('start-failed', `It ended with code ${child.exitCode}.`)
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).ok
  })
  const link = await waitUntil(
    'the console prints its sign-in link',
    { within: 20_000, seen: () => `Its log: ${log}` },
    () => /\S+\/welcome#[\w-]+/.exec(readFileSync(log, 'utf8'))?.[0] ?? null,
  )
  return { url, link, identity, child }
}

/** Opens a browser where there is a desktop; a failure is not reported, since the address is printed anyway. */
export function openBrowser(url: string): void {
  const isMac = process.platform === 'darwin'
  if (!isMac && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return
  const child = spawn(isMac ? 'open' : 'xdg-open', [url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
