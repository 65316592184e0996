import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { PlanContext, Step, StepContext } from '../run/verb'
import { findJobManager as findInSnapshot, findSession, hasOtherStandby, toInLineStep } from './in-line'
import { findJobManagerProcess, getMasterAddress, type OwnProcessLookup } from './find-own'
import { toSeen } from './pick-master'
import { createFlinkScriptCall } from './scripts'
import { planStartStep, type StartRequest } from './start-step'

const goneMs = 20_000
const nextLeaderMs = 5_000

/** Steps that start a master's process and wait for its place in line. */
export async function planStartMasterSteps(
  context: PlanContext,
  master: string,
  ifThere: StartRequest['ifThere'] = 'refuse',
): Promise<Step[]> {
  // The session of the former process; read now, because later it may be gone from the snapshot.
  const old = findSession(context.snapshot, master)
  return [
    await planStartStep(context, { id: `start-${master}`, ifThere, ...(await planMasterStart(context, master)) }),
    toInLineStep(master, () => old),
  ]
}

/** How a master's process is started with Flink's script and found on its host. */
export async function planMasterStart(
  context: PlanContext,
  master: string,
): Promise<Pick<StartRequest, 'name' | 'host' | 'call' | 'find'>> {
  const { host, port } = getMasterAddress(master)
  return {
    name: `JobManager ${master}`,
    host,
    call: await createFlinkScriptCall(context, host, 'jobmanager.sh', ['start', host, String(port)]),
    find: async (signal) => (await findJobManagerProcess(context.hosts, master, signal)).own,
  }
}

/** Checks for other processes on the port: Flink's script would start one more despite them, which ends on the taken port. */
export function checkWay({ inTheWay, host }: OwnProcessLookup, master: string): Check[] {
  if (inTheWay.length === 0) return []
  return [
    {
      code: 'port-taken',
      level: 'refusal',
      text: `On ${host} another JobManager stands in the way of ${master}: ${inTheWay.map((process) => toSeen(process, getMasterAddress(master).port)).join('; ')}. It is left alone; end it there first.`,
    },
  ]
}

/** What stopping the master means for the lead. */
export function checkLead({ snapshot }: PlanContext, master: string): Check[] {
  const jm = findInSnapshot(snapshot, master)
  if (jm?.role !== 'leader') return []
  if (hasOtherStandby(snapshot, master))
    return [
      {
        code: 'leads',
        level: 'warning',
        text: `${master} leads: its tasks stop until ${snapshot.takeover.standby ?? 'a standby'} has taken over. “Hand over” interrupts them for less time.`,
      },
    ]
  return [
    {
      code: 'no-standby',
      level: 'refusal',
      text: `${master} leads and no standby is in line: there would be no leader without it.`,
      override: `no leader without ${master}`,
    },
  ]
}

/** @returns the sentence about a stopped master: gone in the snapshot, and what it left in the election */
export async function verifyStopped(step: StepContext, master: string): Promise<string> {
  const seen = await step.waitUntil(
    (now) => {
      const jm = findInSnapshot(now, master)
      return jm === undefined || jm.role === 'down' || jm.processState === 'gone'
        ? null
        : `${master} is still ${jm.role} in the snapshot (${jm.roleDetail})`
    },
    { withinMs: goneMs },
  )
  const left = findInSnapshot(seen, master)
  const led = seen.leader?.master === master
  const next = led
    ? await step
        .waitUntil((now) => (now.leader && now.leader.master !== master ? null : 'no other JobManager leads yet'), {
          withinMs: nextLeaderMs,
        })
        .catch(() => null)
    : seen
  const who = next?.leader && next.leader.master !== master ? ` ${next.leader.master ?? next.leader.rpcAddress} leads.` : ''
  const stays = next ? findInSnapshot(next, master) : left
  if (!stays || stays.inLine === null) return `${master} is stopped and left the election.${who}`
  return `${master} is stopped, but its place in the election is left behind (session ${stays.zkSessionId ?? 'unknown'}).${who} It ends with that session; a fenced takeover removes it at once.`
}
