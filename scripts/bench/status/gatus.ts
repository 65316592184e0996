import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { guardExit } from '@/e2e/lab/cluster/exit-guard'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { endProcess } from '@/e2e/lab/process/end-processes'
import { findProcess } from '@/e2e/lab/process/identity'
import { waitUntil } from '@/e2e/lab/wait/until'
import { UnderstudyError } from '@/lib/base/errors'

const run = promisify(execFile)
const goModule = 'github.com/TwiN/gatus/v5'
const version = 'v5.35.0'

export interface RunningGatus {
  port: number
  version: string
  close(): Promise<void>
}

/** Why there is no comparison on this machine. */
export class NoGatus extends UnderstudyError<'no-gatus'> {
  static readonly kind = 'NoGatus'

  constructor(message: string) {
    super('no-gatus', message)
  }
}

/**
 * Builds Gatus from its Go module into the run's folder and starts it with `endpoints` services that it checks every ten seconds. Nothing
 * of it stays.
 * @throws NoGatus with a sentence
 */
export async function startGatus(folder: string, endpoints: number, target: string): Promise<RunningGatus> {
  const binary = await build(folder)
  const [port = 0] = await getFreePorts(1)
  const config = join(folder, 'gatus.yaml')
  const services = Array.from({ length: endpoints }, (_, i) => ({
    name: `service-${i}`,
    url: target,
    interval: '10s',
    conditions: ['[STATUS] == 200'],
  }))
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ web: { address: '127.0.0.1', port }, storage: { type: 'memory' }, endpoints: services }))
  const child = spawn(binary, [], {
    env: { NODE_ENV: 'production', PATH: process.env.PATH, GATUS_CONFIG_PATH: config, GATUS_LOG_LEVEL: 'ERROR' },
    stdio: 'ignore',
  })
  const identity = { pid: child.pid ?? 0, startedAt: findProcess(child.pid ?? 0)?.startedAt ?? '' }
  const liftGuard = guardExit(() => [identity])
  const close = async () => {
    await endProcess(identity, 2_000)
    liftGuard()
  }
  await waitUntil('Gatus answers', { within: 30_000 }, async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok).catch(
    async (error: unknown) => {
      await close()
      throw error
    },
  )
  return { port, version, close }
}

async function build(folder: string): Promise<string> {
  const go = [...(process.env.PATH ?? '').split(':'), '/usr/local/go/bin'].map((path) => join(path, 'go')).find((path) => existsSync(path))
  if (go === undefined) throw new NoGatus('There is no Go on this machine, so Gatus was not built and nothing is compared.')
  const bin = join(folder, 'gatus-bin')
  mkdirSync(bin, { recursive: true })
  try {
    await run(go, ['install', `${goModule}@${version}`], {
      env: { ...process.env, GOBIN: bin, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
      timeout: 900_000,
      maxBuffer: 10_000_000,
    })
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1)?.trim() : String(error)
    throw new NoGatus(`Gatus ${version} could not be built from its Go module here, so nothing is compared: ${text?.slice(0, 160) ?? ''}`)
  }
  return join(bin, 'gatus')
}
