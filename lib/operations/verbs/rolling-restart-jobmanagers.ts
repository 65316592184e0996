import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { checkBin } from '../processes/check-bin'
import { findJobManagerProcess } from '../processes/find-own'
import { refuseNotFound } from '../processes/hidden'
import { inLineMs } from '../processes/in-line'
import { planStartMasterSteps } from '../processes/jobmanager-parts'
import { refuseOtherMode } from '../processes/refuse-other-mode'
import { refusePart } from '../processes/refuse-part'
import { startMs } from '../processes/start-step'
import { stopMs } from '../processes/stop-step'
import { OperationError, type Step, type StepContext, type Verb } from '../run/verb'
import { leftBehindMs, toLeftBehindSteps } from '@/lib/takeover/steps/left-behind-step'
import { toStopMasterStep } from '@/lib/takeover/steps/stop-master-step'

/** A clean SIGTERM takes two seconds; one that hangs costs a whole session timeout, unless its latch is removed. */
const ledMs = 90_000

export const rollingRestartJobManagers: Verb<'rolling-restart-jobmanagers'> = {
  kind: 'rolling-restart-jobmanagers',
  async plan(context) {
    refusePart(context.configuration)
    const { snapshot } = context
    const leader = snapshot.leader?.master
    if (!leader) throw new OperationError('refused', 'No leader is proven to be a line of masters. Restore a leader first.')
    const standbys = [...snapshot.jobManagers]
      .filter(({ master }) => master !== leader)
      .sort((a, b) => (b.inLine ?? 0) - (a.inLine ?? 0))
      .map(({ master }) => master)
    const rounds = [...standbys, leader]
    const steps: Step[] = []
    const checks: Check[] = []
    for (const master of rounds) {
      const { own, host, hidden } = await findJobManagerProcess(context.hosts, master, context.signal)
      if (!own) return refuseNotFound(hidden, { what: master, otherwise: `No process of ${master} runs on ${host}. Start it first.` })
      refuseOtherMode(own, master)
      checks.push(await checkBin(context, host, 'jobmanager.sh'))
      steps.push(
        toStopMasterStep(context, master, own, (step) => demandAll(step, rounds)),
        ...(master === leader ? [...toLeftBehindSteps(context, master), toLedStep(leader)] : []),
        ...(await planStartMasterSteps(context, master, 'take')),
      )
    }
    checks.push({
      code: 'order',
      level: 'fine',
      text: `Order: ${rounds.join(', then ')}. The leader goes last, and ${standbys.at(-1)} takes over.`,
    })
    return {
      sentence: `Restarts ${rounds.length} JobManagers one after the other, the leader ${leader} last; each has to be in line before the next one goes.`,
      steps,
      checks,
      deadlineMs: rounds.length * (stopMs + startMs + inLineMs) + leftBehindMs + ledMs,
      guardsLeader: true,
      verify: async (step) => toResult(step.snapshot(), rounds),
    }
  },
}

/** A JobManager may be restarted only while every other one is in line. */
function demandAll(step: StepContext, rounds: readonly string[]): void {
  step.assertSameLeader()
  const { jobManagers, leader } = step.snapshot()
  const missing = jobManagers.find(({ master, role }) => rounds.includes(master) && role !== 'leader' && role !== 'standby')
  if (leader?.process !== 'running' || missing)
    throw new OperationError(
      'refused',
      `${missing ? `${missing.master} is ${missing.role}` : 'No running leader is proven'}: nothing more is restarted. Fix that, then plan anew.`,
    )
}

function toLedStep(leader: string): Step {
  return {
    id: 'led',
    title: 'Wait until another one leads',
    host: null,
    commands: [],
    async run(step) {
      const now = await step.waitUntil(
        (snapshot) =>
          snapshot.leader?.process === 'running' && snapshot.leader.master !== leader ? null : 'no other JobManager is proven to lead',
        { withinMs: ledMs },
      )
      step.expectLeader(now.leader?.leaderSessionId ?? null)
      return `${now.leader?.master} leads.`
    },
  }
}

function toResult({ jobManagers, leader }: ClusterSnapshot, rounds: readonly string[]): string {
  const others = jobManagers.filter(({ master, role }) => rounds.includes(master) && role !== 'leader' && role !== 'standby')
  if (others.length > 0)
    throw new OperationError(
      'not-seen',
      `All were restarted, but ${others.map(({ master, role }) => `${master} is ${role}`).join(', ')} now.`,
    )
  return `All ${rounds.length} JobManagers were restarted. ${leader?.master ?? 'No JobManager'} leads, the others stand by.`
}
