import type { EmergencyStop, OperationRecord } from './operation'
import type { IsoTime } from './observed'

/** What the routes about operations answer; the browser reads nothing else. */

/** `GET /api/v1/clusters/{id}/operations`: newest first. */
export interface OperationList {
  operations: OperationRecord[]
}

/** `GET /api/v1/emergency-stop`; POST `{ reason? }` sets it, DELETE lifts it, and both answer the same. */
export interface EmergencyStopAnswer {
  emergencyStop: EmergencyStop | null
}

/** `GET /api/v1/clusters/{id}/autopilot`; POST `{ on, againAfterMs?, confirm, reason? }` changes it (administrator), POST `…/acknowledge` lets it act again (operator). */
export interface AutopilotView {
  on: boolean
  againAfterMs: number
  changedAt: IsoTime | null
  changedBy: string | null
  /** Whether it would act if the leader's process exited now, and why or why not. */
  ready: boolean
  sentence: string
  /** When that is another by the clock alone; null: it is not. */
  changesAt: IsoTime | null
  /** It acted and waits until somebody has looked. */
  needsAcknowledgement: boolean
  /** Newest first. */
  runs: AutopilotRun[]
}

export interface AutopilotRun {
  id: number
  at: IsoTime
  master: string
  /** `running`: it acts now. */
  result: 'running' | 'done' | 'failed' | 'refused' | 'held-back'
  text: string
  operationId: string | null
  acknowledgedAt: IsoTime | null
  acknowledgedBy: string | null
}

/** `GET /api/v1/clusters/{id}/backups`: what `restore-dangling` takes as `options.backup`; newest first. */
export interface BackupList {
  backups: DanglingBackup[]
}

export interface DanglingBackup {
  name: string
  at: IsoTime
  bytes: number
  checksum: string
  /** What is in it, in words a line each. */
  content: string[]
  removedAt: IsoTime | null
  restoredAt: IsoTime | null
}
