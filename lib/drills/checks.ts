import 'server-only'
import { toList } from '@/lib/base/counts'
import { toDurationText } from '@/lib/base/durations'
import type { DrillDocument } from '@/lib/model/drills/drill-document'
import { judgeProbe, mayBeginDespite, type ProbeResult } from '@/lib/model/drills/probes'
import { toNameOrId } from '@/lib/model/name-or-id'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { HostError } from '@/lib/sources/hosts/runner'
import type { PlanContext } from '@/lib/operations/run/verb'
import { checkBin } from '@/lib/operations/processes/check-bin'
import { findGuardObstacle } from './guard/guard'
import { measureClock } from './fault/host-clock'
import type { ProvenTarget } from './prove-target'

/** The words that begin a drill although a point of its preflight is not as it should be; one text for all of them. */
export const despiteWords = 'drill despite the preflight'

const coolDownMs = 30_000

/** The whole steady state now. */
export function judgeSteadyState({ steadyState }: DrillDocument, snapshot: ClusterSnapshot, now: number): ProbeResult[] {
  return steadyState.map((probe) => judgeProbe(probe, { snapshot, evidence: [], now }))
}

/** What does not hold and no words lift; null: nothing. @param override the words of the request */
export function findSteadyStateRefusal(results: readonly ProbeResult[], override: string | null | undefined): string | null {
  const first = results.find(({ probe, state }) => state !== 'holds' && !(mayBeginDespite(probe) && override === despiteWords))
  return first?.text ?? null
}

export function checkSteadyState(results: readonly ProbeResult[]): Check[] {
  return results.map(({ probe, state, text }): Check => {
    if (state === 'holds') return { code: probe.probe, level: 'fine', text }
    return { code: probe.probe, level: 'refusal', text, ...(mayBeginDespite(probe) && { override: despiteWords }) }
  })
}

/** Every job’s newest checkpoint lies in the storage directory, as far as it was looked for. */
export function checkCheckpointFiles({ recovery: { jobs } }: ClusterSnapshot): Check[] {
  const newest = jobs.map((job) => ({ name: toNameOrId(job), target: job.checkpoints.at(-1)?.pointer.target ?? null }))
  const of = (isMeant: (target: string | null) => boolean) => newest.filter(({ target }) => isMeant(target)).map(({ name }) => name)
  const missing = of((target) => target === 'missing' || target === 'unreadable')
  if (missing.length > 0)
    return [toCheck('checkpoint-files', 'refusal', `The file of the newest checkpoint is missing or cannot be read: ${toList(missing)}.`)]
  const none = of((target) => target === null)
  if (none.length > 0)
    return [
      {
        ...toCheck('checkpoint-files', 'refusal', `No completed checkpoint: ${toList(none)} would start from the beginning.`),
        override: despiteWords,
      },
    ]
  const unchecked = of((target) => target === 'unchecked')
  if (unchecked.length > 0)
    return [
      {
        ...toCheck('checkpoint-files', 'refusal', `Whether the newest checkpoint’s file is there was not checked: ${toList(unchecked)}.`),
        override: despiteWords,
      },
    ]
  return jobs.length === 0 ? [] : [toCheck('checkpoint-files', 'fine', 'The file of every job’s newest checkpoint is there.')]
}

/** A cluster that has just failed over is not broken again at once. */
export function checkCoolDown({ leader }: ClusterSnapshot, now: number): Check {
  const ledMs = leader === null ? 0 : now - Date.parse(leader.since)
  if (ledMs >= coolDownMs) return toCheck('cool-down', 'fine', `The leader leads for ${toDurationText(ledMs)}.`)
  return {
    ...toCheck('cool-down', 'refusal', `The leader leads for ${toDurationText(ledMs)} only; wait ${toDurationText(coolDownMs - ledMs)}.`),
    override: despiteWords,
  }
}

/** What undoes the fault, as far as it can be proven without acting: tools for the guard, the right to signal, the start script. */
export async function checkUndo(context: PlanContext, { process, master }: ProvenTarget, undo: 'start' | 'continue'): Promise<Check[]> {
  const { host } = process.identity
  const obstacle = await findGuardObstacle(context.hosts.runner, process.identity, context.signal)
  const guard =
    obstacle === null
      ? toCheck('guard', 'fine', `A guard on ${host} can undo the fault by itself; it is started, and has to answer, before the fault.`)
      : toCheck('guard', 'refusal', obstacle)
  return undo === 'continue' ? [guard] : [guard, { ...(await checkBin(context, host, 'jobmanager.sh')), code: `start-${master}` }]
}

export async function checkClock({ hosts, signal }: PlanContext, host: string): Promise<Check> {
  try {
    const clock = await measureClock(hosts.runner, host, signal)
    if (clock !== null)
      return toCheck('clock', 'fine', `The clock of ${host} is ${clock.offsetMs} ms from this console’s, ± ${clock.uncertaintyMs} ms.`)
    return toCheck('clock', 'warning', `The clock of ${host} tells no milliseconds; the fault is timed by this console’s own.`)
  } catch (error) {
    if (HostError.is(error)) return toCheck('clock', 'warning', `The clock of ${host} could not be compared: ${error.message}`)
    throw error
  }
}

export function toCheck(code: string, level: Check['level'], text: string): Check {
  return { code, level, text }
}
