import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError, withBegun, type PlanContext, type Step, type StepContext } from '../run/verb'
import type { ScriptCall } from './scripts'

/** bin/config.sh starts a JVM or two of its own before the daemon. */
const scriptLimitMs = 60_000
const appearsMs = 10_000
/** A busy host takes so long to bring a JVM to where it finds its port taken. */
const secondEndsMs = 45_000
const lookMs = 300
export const startMs = scriptLimitMs + secondEndsMs + 10_000

export interface StartRequest {
  id: string
  name: string
  host: string
  call: ScriptCall
  /** Looks for the process; null: it does not exist. */
  find(signal: AbortSignal): Promise<FoundProcess | null>
  /** Receives the started process, for others that are started beside it. */
  onFound?(process: FoundProcess): void
  /** What to do with a process that exists before the script runs; `take` for a restart, whose old process is proven gone. */
  ifThere?: 'refuse' | 'take'
  /** Default: a minute. */
  scriptMs?: number
}

/** Runs Flink's script on the host and finds the process that it started, which the script itself does not wait for. */
export async function planStartStep(context: PlanContext, starting: StartRequest): Promise<Step> {
  const { id, name, host, call } = starting
  return {
    id,
    title: `Start ${name}`,
    host,
    commands: [await context.hosts.runner.describe(host, call.argv, call.env)],
    run: (step) => start(step, starting),
  }
}

async function start(step: StepContext, starting: StartRequest): Promise<string> {
  const { name, host, onFound, ifThere = 'refuse' } = starting
  const { process, isNew } = await startUnlessThere(step, starting)
  onFound?.(process)
  const pid = `pid ${process.identity.pid} on ${host}`
  if (isNew) return `${name} runs as ${pid}.`
  if (ifThere === 'take') return `${name} runs already as ${pid}: something else started it again, so Flink’s script was not run.`
  throw new OperationError(
    'refused',
    `${name} runs already (${pid}): it was started elsewhere. Flink’s script would start a second one, so it was not run.`,
  )
}

/**
 * Looks, runs Flink's script only where no process exists, and looks for the one it started. A supervisor (systemd, a loop) may have been
 * faster; one that starts while the script runs makes two, of which one ends on the taken port.
 * @throws OperationError not-seen: none exists, or two still do at the end; HostError
 */
export async function startUnlessThere(
  step: StepContext,
  { name, host, call, find, scriptMs = scriptLimitMs }: StartRequest,
): Promise<{ process: FoundProcess; isNew: boolean }> {
  const there = await find(step.signal)
  if (there) return { process: there, isNew: false }
  step.signal.throwIfAborted()
  try {
    await step.run(host, call.argv, { deadlineMs: scriptMs, env: call.env })
    return { process: await findStarted(step, { name, host, find }), isNew: true }
  } catch (error) {
    throw withBegun(error, step.signal, `Flink’s script for ${name} was run on ${host} before, so it may be started yet.`)
  }
}

/** @throws OperationError not-seen: none exists, or two still do at the end; HostError */
async function findStarted(step: StepContext, { name, host, find }: Pick<StartRequest, 'name' | 'host' | 'find'>): Promise<FoundProcess> {
  let doubt: OperationError | null = null
  for (const from = Date.now(); Date.now() - from < (doubt ? secondEndsMs : appearsMs);) {
    try {
      const process = await find(step.signal)
      if (process) return process
      doubt = null
    } catch (error) {
      if (!OperationError.is(error)) throw error
      doubt = error
    }
    await sleep(lookMs, undefined, { signal: step.signal })
  }
  throw new OperationError(
    'not-seen',
    doubt
      ? `${doubt.message} Flink’s script for ${name} was run on ${host} before, so one of them may be its.`
      : `The script ended well, but no process of ${name} is found on ${host}: most likely it ended at once. Its log and .out file in Flink’s log folder there say why.`,
    { cause: doubt },
  )
}
