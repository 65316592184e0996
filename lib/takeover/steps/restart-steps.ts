import 'server-only'
import { findHostPort } from '@/lib/model/hosts-agree'
import { isInLine } from '@/lib/model/standby'
import { HostError } from '@/lib/sources/hosts/runner'
import { findJobManagerProcess } from '@/lib/operations/processes/find-own'
import { planMasterStart } from '@/lib/operations/processes/jobmanager-parts'
import { startUnlessThere } from '@/lib/operations/processes/start-step'
import { endExactly } from '@/lib/operations/processes/stop-step'
import { OperationError, withBegun, type PlanContext, type Step, type StepContext } from '@/lib/operations/run/verb'
import { findDeadInFront } from './dead-in-front'
import { gatherHolders } from '../identities/gather-holders'
import { lookBeforeKilling, type TakeoverExecution } from './takeover-steps'
import { toPreciseDurationText } from '@/lib/base/durations'

const stopWithinMs = 8_000
const backWithinMs = 60_000

/** SIGTERM, bounded: if it is not gone in time, or gone with its latch left behind, it is killed, proven dead and fenced. */
export function stopStep(run: TakeoverExecution): Step {
  const { identity, master } = run.expected.leader
  return {
    id: 'stop',
    title: `Ask ${master} to stop`,
    host: identity?.host ?? null,
    commands: [`kill -TERM ${identity?.pid ?? ''}   # and SIGKILL after ${stopWithinMs / 1000} s`],
    stops: master,
    async run(context) {
      await lookBeforeKilling(run, context)
      const dead = findDeadInFront(run.expected)
      if (dead !== null) throw new OperationError('refused', `${dead} Nothing was stopped.`)
      run.startedAt = Date.now()
      run.isEndedByUs = true
      const isGone = await stopProcess(run, context)
      const { reading, identities } = run.plan
      run.holders = await gatherHolders({
        reading,
        identities,
        snapshot: context.snapshot(),
        hosts: run.context.hosts,
        leader: isGone ? 'death' : 'kill',
      })
      const life = run.holders.get(run.expected.leader.zkSessionId)?.life
      if (life?.state !== 'dead')
        throw new OperationError(
          'host',
          `${master} was asked to stop, or may have been. It is not proven that it is dead: ${life && 'why' in life ? life.why : 'no process was checked'}. Nothing was removed from ZooKeeper.`,
        )
      return isGone
        ? `It stopped within ${toPreciseDurationText(Date.now() - run.startedAt)}.`
        : `It did not stop within ${stopWithinMs / 1000} s and was killed: ${life.how}.`
    },
  }
}

/** Moves a standby to the end of the line by a restart; proven there before anything else happens. */
export function requeueStep(context: PlanContext, master: string): Step {
  const host = findHostPort(master)?.host ?? null
  return {
    id: `requeue-${master}`,
    title: `Restart ${master}, so that it stands behind ${context.target}`,
    host,
    commands: ['kill -TERM PID   # exactly this process', toStartCommand(context, master)],
    stops: master,
    async run(step) {
      step.assertSameLeader()
      const before = step.snapshot().jobManagers.find((jm) => jm.master === master)?.zkSessionId
      await endStandby(context, step, master)
      const missing = await startMaster(context, step, master)
      await step.waitUntil(
        ({ jobManagers, leader }) => {
          const mine = jobManagers.find((jm) => jm.master === master)
          const target = jobManagers.find((jm) => jm.master === context.target)
          if (leader?.process !== 'running') return 'the leader is not proven running any more'
          if (mine?.role !== 'standby' || mine.inLine === null || mine.zkSessionId === before) return missing
          return target?.inLine !== null && target !== undefined && target.inLine < mine.inLine
            ? null
            : `${master} does not stand behind ${context.target} yet`
        },
        { withinMs: backWithinMs },
      )
      step.assertSameLeader()
      return `${master} stands behind ${context.target}.`
    },
  }
}

/** Starts the former leader again as a standby. */
export function restartStep(run: TakeoverExecution): Step {
  const { master, zkSessionId } = run.expected.leader
  return {
    id: 'restart',
    title: `Start ${master} again`,
    host: findHostPort(master)?.host ?? null,
    commands: [toStartCommand(run.context, master)],
    async run(step) {
      const missing = await startMaster(run.context, step, master)
      await step.waitUntil(
        ({ jobManagers }) => {
          const jm = jobManagers.find((each) => each.master === master)
          return jm !== undefined && isInLine(jm) && jm.zkSessionId !== zkSessionId ? null : missing
        },
        { withinMs: backWithinMs },
      )
      return `${master} is in line again.`
    },
  }
}

/** @returns false: it still exists after its time */
async function stopProcess(
  {
    context: { hosts },
    expected: {
      leader: { identity, master },
    },
  }: TakeoverExecution,
  { signal, say }: StepContext,
): Promise<boolean> {
  const { own: process } = await findJobManagerProcess(hosts, master, signal)
  if (!process) return true
  if (process.identity.pid !== identity?.pid || process.identity.start !== identity.startTicks)
    throw new OperationError(
      'refused',
      `Pid ${process.identity.pid} on ${process.identity.host} is not the process that leads (pid ${identity?.pid ?? 'not known'}). Nothing was done to it. Plan anew.`,
    )
  say(`SIGTERM to ${process.identity.pid} on ${process.identity.host}\n`)
  await hosts.sendSignal(process.identity, 'TERM')
  return hosts.waitUntilGone(process.identity, stopWithinMs, signal).catch((error: unknown) => {
    throw withBegun(error, signal, `SIGTERM was sent to ${master} (pid ${process.identity.pid}) before, so it may end yet.`)
  })
}

async function endStandby(context: PlanContext, step: StepContext, master: string): Promise<void> {
  const { own: process } = await findJobManagerProcess(context.hosts, master, step.signal)
  if (process) step.say(`${await endExactly(context, master, process, step)}\n`)
}

/**
 * A lost answer says nothing of the script: whether it started shows in its place in line, for which the steps wait.
 * @returns what to report when that place is not seen
 */
async function startMaster(context: PlanContext, step: StepContext, master: string): Promise<string> {
  const missing = `${master} is not proven in line yet`
  const starting = await planMasterStart(context, master)
  try {
    const { process, isNew } = await startUnlessThere(step, { id: master, scriptMs: 30_000, ...starting })
    step.say(
      isNew
        ? `It runs as pid ${process.identity.pid}.\n`
        : `It runs already as pid ${process.identity.pid}: something else started it again, so Flink’s script was not run.\n`,
    )
    return missing
  } catch (error) {
    if (!HostError.is(error) || !error.retryable) throw error
    step.say(`${error.message} Whether ${master} was started is not known; its place in line is waited for.\n`)
    return `${missing}, and whether it was started is not known: ${error.why}`
  }
}

function toStartCommand({ flinkHome, settings }: PlanContext, master: string): string {
  const line = findHostPort(master)
  return `FLINK_CONF_DIR=${settings.confDir} ${flinkHome ?? '$FLINK_HOME'}/bin/jobmanager.sh start ${line?.host ?? ''} ${line?.port ?? ''}`
}
