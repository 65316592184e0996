import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { isInLine } from '@/lib/model/standby'
import { HostError } from '@/lib/sources/hosts/runner'
import { findJobManagerProcess } from '@/lib/operations/processes/find-own'
import { forgetPid } from '@/lib/operations/processes/forget-pid'
import { planMasterStart } from '@/lib/operations/processes/jobmanager-parts'
import { startUnlessThere } from '@/lib/operations/processes/start-step'
import { OperationError, type Step, type StepContext } from '@/lib/operations/run/verb'
import { getJournal } from '@/lib/journal/database'
import { judgeSteadyState } from '../checks'
import { addEvidence, type DrillRun } from '../drill-run'
import { saveReport } from '../drill-store'
import { endGuard, toGuardReport } from '../guard/guard'
import { makeReport } from '../make-report'
import type { DrillObserver } from '../observe'

const undoWithinMs = 180_000
const inLineWithinMs = 90_000
const guardWithinMs = 40_000
const steadyWithinMs = 60_000
const reportWithinMs = 15_000

/** Ends the fault, and waits until the process stands in line; runs whatever became of the drill. */
export function undoStep(run: DrillRun, observer: () => DrillObserver): Step {
  const { master, process } = run.target
  return {
    id: 'undo',
    title: run.scenario.undo === 'continue' ? `Continue ${master}` : `Start ${master} again`,
    host: process.identity.host,
    commands: [
      run.scenario.undo === 'continue'
        ? `kill -s CONT ${process.identity.pid}  # only if it still is this process`
        : 'bin/jobmanager.sh start',
    ],
    always: true,
    withinMs: undoWithinMs,
    async run(step) {
      if (!run.record.isFaultDone) return (run.rollback = { isDone: true, text: 'Nothing was broken, so there is nothing to undo.' }).text
      run.rollback = { isDone: false, text: `Whether ${master} runs again is not proven.` }
      await endFault(run, step)
      addEvidence(run, { what: 'undone', at: Date.now(), clock: 'console', uncertaintyMs: 100, source: 'this console', subject: master })
      await step.waitUntil((snapshot) => (observer().see(snapshot, Date.now()), findNotBack(run, snapshot)), { withinMs: inLineWithinMs })
      addEvidence(run, {
        what: 'in-line-again',
        at: Date.now(),
        clock: 'console',
        uncertaintyMs: 100,
        source: 'ZooKeeper watch',
        subject: master,
      })
      return (run.rollback = { isDone: true, text: `${master} stands in line again.` }).text
    },
  }
}

/** @throws OperationError, HostError: it may not be undone */
async function endFault(run: DrillRun, step: StepContext): Promise<void> {
  const { context, scenario, target } = run
  const { identity } = target.process
  if (scenario.undo === 'continue') {
    const sent = await context.hosts.sendSignal(identity, 'CONT')
    if (sent === 'sent') return
    step.say(`pid ${identity.pid} is gone; it is started again\n`)
  } else if (!(await context.hosts.waitUntilGone(identity, scenario.signal === 'TERM' ? 15_000 : 5_000, step.signal))) {
    throw new OperationError(
      'host',
      `Pid ${identity.pid} of ${target.master} is still there after SIG${scenario.signal}. Look on ${identity.host}.`,
    )
  }
  // Flink's own stop script would end another process by the pid that is left in its file.
  const forgotten = await forgetPid(context, identity)
  if (forgotten) step.say(`${forgotten}\n`)
  const { process, isNew } = await startUnlessThere(step, { id: target.master, ...(await planMasterStart(context, target.master)) })
  step.say(
    isNew
      ? `It runs as pid ${process.identity.pid}.\n`
      : `It runs already as pid ${process.identity.pid}: something else started it again.\n`,
  )
}

/** Its former session does not count: a frozen leader stands back only with a new one. */
function findNotBack({ target }: DrillRun, { jobManagers }: ClusterSnapshot): string | null {
  const jm = jobManagers.find(({ master }) => master === target.master)
  if (jm === undefined) return `${target.master} is no line of the masters file any more`
  const isBack = isInLine(jm) || (jm.role === 'leader' && jm.processState === 'running')
  if (isBack && jm.zkSessionId !== target.zkSessionId) return null
  // An aborted freeze that was short: its session never ended, and it stands where it stood.
  if (jm.zkSessionId === target.zkSessionId && jm.processState === 'running' && jm.inLine !== null) return null
  return `${target.master} is ${jm.role} (${jm.roleDetail})`
}

/** Ends the guard, which has nothing to undo any more. */
export function endGuardStep(run: DrillRun): Step {
  const { host } = run.target.process.identity
  return {
    id: 'end-guard',
    title: `End the guard on ${host}`,
    host,
    commands: [],
    always: true,
    withinMs: guardWithinMs,
    async run(step) {
      if (run.record.guard === null) return 'No guard was started.'
      if (!run.rollback.isDone) return `The guard on ${host} stays, because it is not proven that the fault is undone.`
      try {
        const word = await endGuard(run.context.hosts.runner, host, run.record.id, step.signal)
        run.record.guard = toGuardReport(host, word, run.guardActsAt)
        if (word.runs)
          run.leftBehind.push(`The guard of this drill still runs on ${host}: see /tmp/understudy-guards-UID/${run.record.id} there.`)
        return run.record.guard.text
      } catch (error) {
        if (!HostError.is(error)) throw error
        run.leftBehind.push(`Whether the guard on ${host} has ended is not known: ${error.message}`)
        throw error
      }
    },
  }
}

/** The steady state once more, and the process on its host; what is not as before is in the verdict, not an error. */
export function steadyAgainStep(run: DrillRun, observer: () => DrillObserver): Step {
  return {
    id: 'steady-after',
    title: 'Check the steady state again',
    host: null,
    commands: [],
    always: true,
    withinMs: steadyWithinMs + 30_000,
    async run(step) {
      if (!run.record.isFaultDone) return 'Nothing was broken.'
      const judge = (snapshot: ClusterSnapshot) => (run.after = judgeSteadyState(run.record.document, snapshot, Date.now()))
      await step
        .waitUntil(
          (snapshot) => {
            observer().see(snapshot, Date.now())
            return judge(snapshot).find(({ state }) => state !== 'holds')?.text ?? null
          },
          { withinMs: steadyWithinMs },
        )
        .catch((error: unknown) => {
          if (!OperationError.is(error) || error.code !== 'not-seen') throw error
        })
      judge(step.snapshot())
      await lookForStopped(run, step)
      const broken = run.after.filter(({ state }) => state !== 'holds').map(({ text }) => text)
      return broken.length === 0 ? 'The steady state holds again.' : `It does not hold again: ${broken.join(' ')}`
    },
  }
}

/** Nothing may stay in state T. */
async function lookForStopped({ context, target, leftBehind }: DrillRun, step: StepContext): Promise<void> {
  const { own } = await findJobManagerProcess(context.hosts, target.master, step.signal)
  if (own?.state === 'stopped')
    leftBehind.push(
      `Pid ${own.identity.pid} of ${target.master} is still stopped. Continue it: kill -s CONT ${own.identity.pid} on ${own.identity.host}.`,
    )
}

/** Writes the report, of a failed and of an aborted drill too. */
export function reportStep(run: DrillRun): Step {
  return {
    id: 'report',
    title: 'Write the report',
    host: null,
    commands: [],
    always: true,
    withinMs: reportWithinMs,
    async run(step) {
      if (run.record.number === 0) return 'The drill did not begin, so there is no report.'
      const { leader } = step.snapshot()
      const { after, rollback, leftBehind } = run
      run.report = makeReport(run.record, { after, rollback, leftBehind, abort: step.endedBy, leaderAfter: leader, endedAt: Date.now() })
      await saveReport(await getJournal(), run.record, run.report)
      return `Report ${run.report.number}: ${run.report.verdict}.`
    },
  }
}
