import 'server-only'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError, type PlanContext, type Step, type StepContext } from '../run/verb'
import type { ScriptCall } from './scripts'

/** bin/config.sh starts a JVM or two of its own before the daemon. */
const SCRIPT_MS = 60_000
const APPEARS_MS = 10_000
const LOOK_MS = 300
export const START_MS = SCRIPT_MS + APPEARS_MS + 10_000

export interface Starting {
  id: string
  name: string
  host: string
  call: ScriptCall
  /** Looks for the process; null: not there. */
  find(signal: AbortSignal): Promise<FoundProcess | null>
  /** What was started, for others that are started beside it. */
  onFound?(process: FoundProcess): void
}

/** Runs Flink's script on the host and finds the process that it started, which the script itself does not wait for. */
export async function toStartStep(context: PlanContext, starting: Starting): Promise<Step> {
  const { id, name, host, call } = starting
  return {
    id, title: `Start ${name}`, host,
    commands: [await context.hosts.runner.describe(host, call.argv, call.env)],
    run: (step) => start(step, starting),
  }
}

async function start(step: StepContext, { name, host, call, find, onFound }: Starting): Promise<string> {
  const there = await find(step.signal)
  if (there) throw new OperationError('refused', `${name} runs already (pid ${there.identity.pid} on ${host}): somebody else started it. Flink’s script would start a second one, so it was not run.`)
  await step.run(host, call.argv, { deadlineMs: SCRIPT_MS, env: call.env })
  for (const until = Date.now() + APPEARS_MS; Date.now() < until; ) {
    const found = await find(step.signal)
    if (found) onFound?.(found)
    if (found) return `${name} runs as pid ${found.identity.pid} on ${host}.`
    await pause(LOOK_MS, step.signal)
  }
  throw new OperationError('not-seen', `The script ended well, but no process of ${name} is on ${host}: it ended at once. Its log and .out file in Flink’s log folder there say why.`)
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = () => (clearTimeout(timer), reject(signal.reason))
    const timer = setTimeout(() => (signal.removeEventListener('abort', abort), resolve()), ms)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
  })
}
