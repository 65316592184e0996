import 'server-only'
import type { Logger } from 'pino'
import type { Journal } from '@/lib/journal/dialect'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { ElectionPlace } from '../fencing/read-election'
import type { Operations } from '../operations'
import type { Keeper } from '../takeover/keeper'
import { actOnExit } from './act-on-exit'
import type { LeaderWatch } from './leader-watch'

export interface AutopilotGround {
  clusterId: string
  console: UnderstudyConsole
  operations: Pick<Operations, 'start' | 'follow' | 'list' | 'findEmergencyStop'>
  keeper: Pick<Keeper, 'identities' | 'readiness' | 'refresh'>
  watch: LeaderWatch
  getJournal(): Promise<Journal>
  getPlace(): Promise<ElectionPlace | null>
  /** Names this process among replicas. */
  holder: string
  log: Logger
}

export interface Autopilot {
  /** Looks again at what is on and who leads. */
  look(isOn: boolean): void
  close(): void
}

/**
 * Does the fenced takeover by itself when the process that it watched leading exits, and nothing of ours made it exit.
 * It decides nothing: it asks for the same operation as a person would, with the same proofs and refusals.
 */
export function startAutopilot(ground: AutopilotGround): Autopilot {
  const { clusterId, console, watch, keeper, log } = ground
  const handled = new Set<string>()
  let isOn = false
  let armed: { leaderSessionId: string; master: string } | null = null

  function arm(snapshot: ClusterSnapshot): void {
    const { leader } = snapshot
    const noted = leader ? keeper.identities.get(leader.zkSessionId) : undefined
    if (!isOn || !leader?.master || !noted || leader.process !== 'running') return
    if (armed?.leaderSessionId === leader.leaderSessionId) return
    const target = { leaderSessionId: leader.leaderSessionId, master: leader.master }
    armed = target
    watch.follow(noted.identity, () => void act(target))
  }
  function act(target: { leaderSessionId: string; master: string }): Promise<void> {
    if (!isOn || handled.has(target.leaderSessionId)) return Promise.resolve()
    handled.add(target.leaderSessionId)
    armed = null
    return actOnExit(ground, { ...target, at: Date.now() }).catch((error: unknown) =>
      log.error({ err: error, cluster: clusterId }, 'The autopilot failed'),
    )
  }
  const stop = console.subscribe(clusterId, ({ snapshot }) => {
    // The held connection may tell it before the watch on its host does.
    if (armed && snapshot.leader?.leaderSessionId === armed.leaderSessionId && snapshot.leader.process === 'gone') void act(armed)
    else arm(snapshot)
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
