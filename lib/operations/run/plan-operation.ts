import 'server-only'
import { findPermitted } from '@/lib/model/derive-permitted'
import type { Check, Plan, PlanStep } from '@/lib/model/operation'
import { operationKinds } from '@/lib/model/operation-kinds'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { HostError } from '@/lib/sources/hosts/runner'
import { OperationError, type PlanContext, type PlanDraft, type Step, type Verb } from './verb'

export interface Planned {
  plan: Plan
  /** null: the verb itself refused to plan. */
  draft: PlanDraft | null
}

const worst: Record<Check['level'], number> = { refusal: 0, warning: 1, fine: 2 }

/** Looks, and plans the operation. A host that cannot be reached, or a verb that refuses, makes a plan that says so. */
export async function planOperation(verb: Verb, context: PlanContext): Promise<Planned> {
  const { settings, snapshot, target } = context
  const about = { kind: verb.kind, clusterId: settings.id, target, expectedLeaderSessionId: snapshot.leader?.leaderSessionId ?? null }
  const permitted = findPermitted(snapshot, context.actor, verb.kind, target)
  const first: Check[] = [
    permitted.allowed ? toWarning(permitted.why) : toRefusal('not-permitted', permitted.why),
    ...checkSnapshot(snapshot),
  ].filter((check) => check !== null)
  // Hosts are not asked for an operation that is not permitted.
  const drafted = permitted.allowed ? await draft(verb, context) : { draft: null, refusals: [] }
  const checks = [...first, ...drafted.refusals, ...(drafted.draft?.checks ?? [])]
  return {
    draft: drafted.draft,
    plan: {
      ...about,
      sentence: drafted.draft?.sentence ?? operationKinds[verb.kind].what,
      steps: drafted.draft?.steps.map(toPlanStep) ?? [],
      checks: checks.sort((a, b) => worst[a.level] - worst[b.level]),
      deadlineMs: drafted.draft?.deadlineMs ?? 0,
      // The cluster's own name: text typed in the wrong window names another cluster.
      confirm: drafted.draft?.confirm ?? settings.name,
    },
  }
}

function toPlanStep({ id, title, host, commands, stops }: Step): PlanStep {
  return { id, title, host, commands, ...(stops !== undefined && { stops }) }
}

async function draft(verb: Verb, context: PlanContext): Promise<{ draft: PlanDraft | null; refusals: Check[] }> {
  try {
    return { draft: await verb.plan(context), refusals: [] }
  } catch (error) {
    if (HostError.is(error)) return { draft: null, refusals: [toRefusal(`host-${error.code}`, error.message)] }
    if (OperationError.is(error)) return { draft: null, refusals: [toRefusal(error.code, error.message)] }
    throw error
  }
}

function checkSnapshot({ sources }: ClusterSnapshot): (Check | null)[] {
  const { state, detail } = sources.zookeeper
  if (state === 'live' || state === 'off') return [null]
  return [
    {
      code: 'zookeeper-not-heard',
      level: 'warning',
      text: `ZooKeeper is ${state}${detail ? ` (${detail})` : ''}: who leads now is not proven, and the effect can only be seen on the hosts.`,
    },
  ]
}

function toRefusal(code: string, text: string): Check {
  return { code, level: 'refusal', text }
}

function toWarning(text: string): Check | null {
  return text === '' ? null : { code: 'permitted', level: 'warning', text }
}
