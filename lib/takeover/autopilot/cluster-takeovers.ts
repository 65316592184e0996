import 'server-only'
import type { Logger } from 'pino'
import type { Journal } from '@/lib/journal/dialect'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { Operations } from '@/lib/operations/run/operations'
import { createTakeoverContext, type TakeoverContext } from './takeover-context'
import { startReadinessTracker, type ReadinessTracker } from '../identities/readiness-tracker'
import type { ReadinessTrackerContext } from '../identities/tracker-context'
import { startAutopilot, type Autopilot } from './autopilot'
import { createLeaderWatch, type LeaderWatch } from './leader-watch'
import { notifyWhenChanged } from './notify-when-changed'

interface ClusterTakeoversInput {
  clusterId: string
  console: UnderstudyConsole
  operations: Operations
  getJournal(): Promise<Journal>
  readIdentityNotes: ReadinessTrackerContext['readIdentityNotes']
  dataDir: string
  environment: NodeJS.ProcessEnv
  log: Logger
  /** Names this process among the replicas that may act. */
  holder: string
  /** Whether the cluster's autopilot is on. */
  isOn(): boolean
  /** Called when the part of an autopilot's view changed that only this process knows. */
  onChange(): void
}

/** The readiness tracker and autopilot of one cluster whose hosts this console acts on. */
export interface ClusterTakeovers {
  takeoverContext: TakeoverContext
  tracker: ReadinessTracker
  watch: LeaderWatch
  autopilot: Autopilot
  /** Stops checking and acting; its context stays open. */
  stop(): void
}

export function startClusterTakeovers(input: ClusterTakeoversInput): ClusterTakeovers {
  const { clusterId, console, operations, getJournal, log, holder, readIdentityNotes, isOn, onChange } = input
  const takeoverContext = createTakeoverContext(console, clusterId, input)
  const shared = { clusterId, console, getJournal, log, getHosts: takeoverContext.getHosts, getPlace: takeoverContext.getPlace }
  let isStopped = false
  const look = notifyWhenChanged(
    () => [tracker.readiness(), watch.isWatching, console.findSnapshot(clusterId)?.snapshot.operation?.id ?? null],
    onChange,
  )
  const watch = createLeaderWatch(takeoverContext.getHosts, log, look)
  const tracker: ReadinessTracker = startReadinessTracker({
    ...shared,
    readIdentityNotes,
    onChange: () => {
      if (!isStopped) autopilot.look(isOn())
      look()
    },
  })
  const autopilot: Autopilot = startAutopilot({ ...shared, operations, tracker, watch, holder })
  const stopWatching = console.subscribe(clusterId, look) ?? (() => undefined)
  return {
    takeoverContext,
    tracker,
    watch,
    autopilot,
    stop() {
      isStopped = true
      stopWatching()
      autopilot.close()
      tracker.close()
    },
  }
}
