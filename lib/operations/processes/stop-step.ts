import 'server-only'
import { toPreciseDurationText } from '@/lib/base/durations'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError, withBegun, type PlanContext, type Step, type StepContext } from '../run/verb'
import { forgetPid } from './forget-pid'

/** Flink's own scripts wait as long before they kill. */
const termMs = 10_000
const killMs = 5_000
/** The longest that a stop may take with its ssh calls. */
export const stopMs = termMs + killMs + 20_000

export interface Stopping {
  id: string
  /** "JobManager jm1:8081". */
  name: string
  process: FoundProcess
  /** Checked last, before the first signal. @throws OperationError */
  before?(step: StepContext): void | Promise<void>
}

/** Sends SIGTERM to exactly this process, SIGKILL if it does not end, and proves on its host that it is gone. */
export function toStopStep(context: PlanContext, { id, name, process, before }: Stopping): Step {
  const { host, pid } = process.identity
  const since = process.startedAt === null ? '' : `, started ${new Date(process.startedAt).toISOString().slice(0, 19)}Z`
  return {
    id,
    title: `Stop ${name}`,
    host,
    commands: [
      `kill -s TERM ${pid}  # only if it still is this process${since}, with this command line`,
      `kill -s KILL ${pid}  # the same, if it is there after ${termMs / 1000} s`,
    ],
    async run(step) {
      await before?.(step)
      return endExactly(context, name, process, step)
    },
  }
}

/** Does `stopExactly`, and removes its pid from Flink's pid file. @returns the outcome */
export async function endExactly(context: PlanContext, name: string, process: FoundProcess, step: StepContext): Promise<string> {
  const result = await stopExactly(context.hosts, name, process, step)
  return [result, await forgetPid(context, process.identity)].filter(Boolean).join(' ')
}

/** @returns the outcome */
async function stopExactly(
  hosts: PlanContext['hosts'],
  name: string,
  { identity, state }: FoundProcess,
  step: StepContext,
): Promise<string> {
  step.signal.throwIfAborted()
  step.say(`SIGTERM to ${identity.pid} on ${identity.host}\n`)
  const sent = await hosts.sendSignal(identity, 'TERM')
  if (sent === 'another')
    throw new OperationError(
      'refused',
      `Pid ${identity.pid} on ${identity.host} belongs to another process now: the one that was planned is gone. Nothing was done to it. Plan anew.`,
    )
  // A stopped process receives SIGTERM only when it continues.
  if (sent === 'sent' && state === 'stopped') await hosts.sendSignal(identity, 'CONT')
  const isGoneWithin = (ms: number, signal: string) =>
    hosts.waitUntilGone(identity, ms, step.signal).catch((error: unknown) => {
      throw withBegun(error, step.signal, `${signal} was sent to ${name} (pid ${identity.pid}) before, so it may end yet.`)
    })
  if (sent === 'gone' || (await isGoneWithin(termMs, 'SIGTERM'))) return `${name} (pid ${identity.pid}) ended by itself.`
  step.signal.throwIfAborted()
  step.say(`still there after ${termMs / 1000} s: SIGKILL to ${identity.pid}\n`)
  await hosts.sendSignal(identity, 'KILL')
  if (await isGoneWithin(killMs, 'SIGKILL'))
    return `${name} (pid ${identity.pid}) did not end within ${toPreciseDurationText(termMs)} and was killed.`
  throw new OperationError(
    'host',
    `${name} (pid ${identity.pid} on ${identity.host}) is there ${killMs / 1000} s after SIGKILL. Look at it there: it may hang in the kernel, e.g. on a dead file system.`,
  )
}
