import 'server-only'
import { getJournal } from '@/lib/journal/database'
import { OperationError, type Step, type StepContext } from '@/lib/operations/run/verb'
import { planMasterStart } from '@/lib/operations/processes/jobmanager-parts'
import { getMasterAddress } from '@/lib/operations/processes/find-own'
import { findHostPort } from '@/lib/model/hosts-agree'
import { HostError } from '@/lib/sources/hosts/runner'
import { findSteadyStateRefusal, judgeSteadyState } from '../checks'
import { insertDrill } from '../drill-store'
import type { DrillRun } from '../drill-run'
import { doFault } from '../fault/do-fault'
import { measureClock, type ClockOffset } from '../fault/host-clock'
import { askGuard, installGuard, toGuardReport, type GuardUndo } from '../guard/guard'
import { proveTarget } from '../prove-target'

/** The console undoes the fault at the deadline; the guard waits a little longer for it. */
const guardSlackMs = { continue: 5_000, start: 45_000 } as const
const watchExitMs = 20_000

/** The steady state and the target once more, right before anything is done; refuses without having done anything. */
export function steadyStateStep(run: DrillRun): Step {
  return {
    id: 'steady-before',
    title: 'Check the steady state, and prove the target on its host',
    host: run.target.process.identity.host,
    commands: [],
    async run(step) {
      const { record, context } = run
      record.before = judgeSteadyState(record.document, step.snapshot(), Date.now())
      const refusal = findSteadyStateRefusal(record.before, context.request.override)
      if (refusal !== null) throw new OperationError('refused', `${refusal} Nothing was broken.`)
      await proveAgain(run, step)
      record.id = step.id
      record.clock = await measureClock(context.hosts.runner, run.target.process.identity.host, step.signal)
      run.zookeeperClock = await findZooKeeperClock(run, step)
      record.number = await insertDrill(await getJournal(), record)
      return `Drill ${record.number}. ${run.target.master} is pid ${run.target.process.identity.pid}: ${run.target.proof}.`
    },
  }
}

/** @throws OperationError refused: it is not the process that was planned */
async function proveAgain(run: DrillRun, step: StepContext): Promise<void> {
  const now = await proveTarget({ context: run.context, rule: run.scenario.target, snapshot: step.snapshot(), signal: step.signal })
  const [planned, found] = [run.target.process.identity, now.process.identity]
  if (now.zkSessionId !== run.target.zkSessionId || found.pid !== planned.pid || found.start !== planned.start)
    throw new OperationError(
      'refused',
      `The target is ${now.master} (pid ${found.pid}) now, and not the one that was planned. Nothing was broken.`,
    )
  run.target = now
}

/** The clock of the member that leads the quorum stamps all writes. null: its host is not reached, or no member is known to lead. */
async function findZooKeeperClock({ context: { hosts } }: DrillRun, step: StepContext): Promise<ClockOffset | null> {
  const leading = step.snapshot().quorum.members.find(({ mode }) => mode === 'leader' || mode === 'standalone')
  const host = leading && findHostPort(leading.address)?.host
  if (!host) return null
  return measureClock(hosts.runner, host, step.signal).catch((error: unknown) => {
    if (HostError.is(error)) return null
    throw error
  })
}

/** The guard has to run and to answer before anything is broken. */
export function guardStep(run: DrillRun): Step {
  const { identity } = run.target.process
  return {
    id: 'guard',
    title: `Start the guard on ${identity.host}, which undoes the fault by itself`,
    host: identity.host,
    commands: [
      `sh -s -- … ${run.scenario.undo} ${identity.pid}   # waits there; undoes the fault at the deadline, whatever becomes of this console`,
    ],
    async run(step) {
      const seconds = Math.ceil((run.record.document.deadlineMs + guardSlackMs[run.scenario.undo]) / 1_000)
      run.guardActsAt = Date.now() + seconds * 1_000
      const order = { id: run.record.id, process: identity, seconds, undo: await planUndo(run) }
      const { runner } = run.context.hosts
      const why = await installGuard(runner, order, step.signal)
      if (why !== null) throw new OperationError('host', `${why} Nothing was broken.`)
      const word = await askGuard(runner, identity.host, run.record.id, step.signal)
      run.record.guard = toGuardReport(identity.host, word, run.guardActsAt)
      await run.save()
      if (run.record.guard.state !== 'waiting') throw new OperationError('host', `${run.record.guard.text} Nothing was broken.`)
      return run.record.guard.text
    },
  }
}

async function planUndo({ scenario, context, target }: DrillRun): Promise<GuardUndo> {
  if (scenario.undo === 'continue') return { mode: 'continue' }
  const { call } = await planMasterStart(context, target.master)
  return { mode: 'start', confDir: context.settings.confDir, port: getMasterAddress(target.master).port, argv: call.argv }
}

/** The fault, to exactly the process that was proven; the leader is compared once more. */
export function faultStep(run: DrillRun): Step {
  const { identity } = run.target.process
  const { signal } = run.scenario
  return {
    id: 'fault',
    title: `SIG${signal} to ${run.target.master}`,
    host: identity.host,
    commands: [`kill -s ${signal} ${identity.pid}  # only if it still is this process, with this command line`],
    async run(step) {
      step.assertSameLeader()
      await proveAgain(run, step)
      step.assertSameLeader()
      // An answer that is lost does not say that nothing was sent.
      run.record.isFaultDone = true
      run.fault = doFault(
        run.context.hosts.runner,
        {
          process: identity,
          signal,
          clock: run.record.clock,
          subject: run.target.master,
          watchMs: signal === 'STOP' ? 0 : watchExitMs,
        },
        (evidence) => run.record.evidence.push(evidence),
        step.signal,
      )
      const answer = await run.fault.answer
      if (answer !== 'sent') {
        run.record.isFaultDone = false
        throw new OperationError('refused', `Nothing was sent to pid ${identity.pid} on ${identity.host}: ${reasons[answer]}`)
      }
      await run.save()
      return `SIG${signal} was sent to ${run.target.master} (pid ${identity.pid}).`
    },
  }
}

const reasons = {
  gone: 'it is gone.',
  another: 'that pid belongs to another process now.',
  denied: 'this console’s user there may not send it a signal.',
} as const
