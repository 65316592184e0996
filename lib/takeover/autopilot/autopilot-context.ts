import 'server-only'
import type { Logger } from 'pino'
import type { Journal } from '@/lib/journal/dialect'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { ElectionPlace } from '../election/read-election'
import type { Operations } from '@/lib/operations/run/operations'
import type { ReadinessTracker } from '../identities/readiness-tracker'
import type { LeaderWatch } from './leader-watch'

/** What one cluster's autopilot works with. */
export interface AutopilotContext {
  clusterId: string
  console: UnderstudyConsole
  operations: Pick<Operations, 'plan' | 'start' | 'follow' | 'list' | 'findEmergencyStop'>
  tracker: Pick<ReadinessTracker, 'identities' | 'readiness' | 'refresh'>
  watch: LeaderWatch
  getJournal(): Promise<Journal>
  getPlace(): Promise<ElectionPlace | null>
  /** Names this process among replicas. */
  holder: string
  log: Logger
}
