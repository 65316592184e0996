import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { AutopilotView } from '@/lib/model/autopilot-view'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { Operations } from '@/lib/operations/run/operations'
import type { ReadinessTracker } from '../identities/readiness-tracker'
import { readRuns, readSettings } from './autopilot-store'
import type { LeaderWatch } from './leader-watch'
import { findOurDoingUntil, recent } from './our-doing'
import { toAutopilotView } from './to-view'

interface AutopilotViewInput {
  console: UnderstudyConsole
  operations: Operations
  getJournal(): Promise<Journal>
}

/** @param cluster undefined: this console does not act on its hosts @returns null: there is no such cluster */
export async function findAutopilotView(
  { console, operations, getJournal }: AutopilotViewInput,
  clusterId: string,
  cluster: { watch: LeaderWatch; tracker: ReadinessTracker } | undefined,
): Promise<AutopilotView | null> {
  if (!console.findSettings(clusterId)) return null
  const journal = await getJournal()
  const [settings, runs, emergency, last] = await Promise.all([
    readSettings(journal, clusterId),
    readRuns(journal, clusterId),
    operations.findEmergencyStop(),
    operations.list({ clusterId, limit: recent }),
  ])
  const now = Date.now()
  return toAutopilotView({
    settings,
    runs,
    isStopped: emergency !== null,
    isWatching: cluster?.watch.isWatching ?? false,
    readiness: cluster?.tracker.readiness() ?? null,
    oursUntil: findOurDoingUntil(last, now),
    now,
  })
}
