import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { actOnExit, settledMs } from './act-on-exit'
import type { AutopilotContext } from './autopilot-context'

export interface Autopilot {
  /** Checks again whether the autopilot is on and who leads. */
  look(isOn: boolean): void
  close(): void
}

/** The outcome of the exit of one leader. */
interface Handled {
  isActing: boolean
  /** A snapshot showed it gone at some time. */
  wasSeenGone: boolean
}

/**
 * Starts the fenced takeover when the process that it watched leading exits, unless one of this console's operations caused the exit. It
 * decides nothing: it requests the same operation as a person would, with the same proofs and refusals.
 */
export function startAutopilot(context: AutopilotContext): Autopilot {
  const { clusterId, console, watch, tracker, log } = context
  const handled = new Map<string, Handled>()
  let isOn = false
  let armed: { leaderSessionId: string; master: string } | null = null

  function arm(snapshot: ClusterSnapshot): void {
    const { leader } = snapshot
    const noted = leader ? tracker.identities.get(leader.zkSessionId) : undefined
    if (!isOn || !leader?.master || !noted || leader.process !== 'running') return
    const before = handled.get(leader.leaderSessionId)
    // It was seen gone and runs: the exit before was a false alarm, and the next one may be real.
    if (before && (before.isActing || !before.wasSeenGone)) return
    handled.delete(leader.leaderSessionId)
    if (armed?.leaderSessionId === leader.leaderSessionId) return
    const target = { leaderSessionId: leader.leaderSessionId, master: leader.master }
    armed = target
    watch.follow(noted.identity, () => void act(target, false))
  }
  async function act(target: { leaderSessionId: string; master: string }, wasSeenGone: boolean): Promise<void> {
    if (!isOn || handled.has(target.leaderSessionId)) return
    const mine: Handled = { isActing: true, wasSeenGone }
    handled.set(target.leaderSessionId, mine)
    armed = null
    await actOnExit(context, { ...target, at: Date.now(), wasSeenGone }).catch((error: unknown) =>
      log.error({ err: error, cluster: clusterId }, 'The autopilot failed'),
    )
    await sleep(settledMs, undefined, { ref: false })
    mine.isActing = false
    const snapshot = console.findSnapshot(clusterId)?.snapshot
    if (snapshot) arm(snapshot)
  }
  const stop = console.subscribe(clusterId, ({ snapshot }) => {
    const { leader } = snapshot
    if (leader?.process !== 'gone') return arm(snapshot)
    const before = handled.get(leader.leaderSessionId)
    if (before) before.wasSeenGone = true
    // The held connection may report it before the watch on its host does.
    else if (armed && leader.leaderSessionId === armed.leaderSessionId) void act(armed, true)
  })
  return {
    look(next) {
      isOn = next
      const snapshot = console.findSnapshot(clusterId)?.snapshot
      if (isOn && snapshot) arm(snapshot)
      if (isOn) return
      armed = null
      watch.forget()
    },
    close() {
      isOn = false
      stop?.()
      watch.forget()
    },
  }
}
