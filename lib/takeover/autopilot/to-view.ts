import 'server-only'
import type { Readiness } from '../decide/readiness'
import type { AutopilotRun, AutopilotView } from '@/lib/model/autopilot-view'
import { findHeldBackUntil, type AutopilotSettings } from './autopilot-store'

interface ViewInput {
  settings: AutopilotSettings
  runs: AutopilotRun[]
  /** The emergency stop is on. */
  isStopped: boolean
  /** The leader's host confirms that it watches the process. */
  isWatching: boolean
  readiness: Readiness | null
  /** Until when an exit may be caused by one of this console's operations; null: none. */
  oursUntil: number | null
  now: number
}

/** Whether the autopilot would act now, in one sentence that says why or why not. */
export function toAutopilotView(input: ViewInput): AutopilotView {
  const { settings, runs, now } = input
  const obstacle = findObstacle(input, findHeldBackUntil(runs, settings.againAfterMs, now))
  return {
    on: settings.isOn,
    againAfterMs: settings.againAfterMs,
    changedAt: settings.changedAt === null ? null : new Date(settings.changedAt).toISOString(),
    changedBy: settings.changedBy,
    ready: obstacle === null,
    sentence:
      obstacle?.text ??
      `If the process of ${input.readiness?.leader ?? 'the leader'} exited unexpectedly, it would be proven dead and fenced, and ${input.readiness?.next ?? 'the next in line'} would lead.`,
    changesAt: obstacle?.until ?? null,
    needsAcknowledgement: runs.some(({ acknowledgedAt, result }) => acknowledgedAt === null && (result === 'done' || result === 'failed')),
    runs,
  }
}

interface Obstacle {
  text: string
  /** When the present state ends by itself; null: not at a fixed time. */
  until: string | null
}

function findObstacle(
  { settings, runs, isStopped, isWatching, readiness, oursUntil }: ViewInput,
  heldUntil: number | null,
): Obstacle | null {
  if (!settings.isOn) return lasting('It is off: nothing is done by itself.')
  if (isStopped) return lasting('The emergency stop is pulled: nothing is done until it is lifted.')
  const acting = runs.find(({ result }) => result === 'running')
  if (acting) return lasting(`It acts now: ${acting.master} exited unexpectedly.`)
  if (heldUntil !== null)
    return passing(heldUntil, (until) => `It acted and waits until an operator acknowledges the run, or until ${until}.`)
  if (oursUntil === Infinity)
    return lasting(
      'An operation that stops JobManagers or ZooKeeper members runs on this cluster: an exit now may be its doing, so it would do nothing.',
    )
  if (oursUntil !== null)
    return passing(
      oursUntil,
      (until) =>
        `An operation that stops JobManagers or ZooKeeper members ended a moment ago: an exit may be its doing, so it does nothing until ${until}.`,
    )
  if (!readiness) return lasting('This console does not act on this cluster’s hosts, or has not seen it yet.')
  if (!readiness.isReady) return lasting(`It could not act now: ${readiness.why}.`)
  if (!isWatching) return lasting(`The host of ${readiness.leader} does not confirm yet that it watches the process.`)
  return null
}

function lasting(text: string): Obstacle {
  return { text, until: null }
}

function passing(at: number, notify: (until: string) => string): Obstacle {
  const until = new Date(at).toISOString()
  return { text: notify(until), until }
}
