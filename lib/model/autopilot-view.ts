import type { z } from 'zod'
import type * as autopilots from './schemas/autopilot'

/** Responses of the routes about the autopilot and backups. */
export type AutopilotView = z.infer<typeof autopilots.autopilot>
export type AutopilotRun = AutopilotView['runs'][number]
export type BackupList = z.infer<typeof autopilots.backupList>
export type DanglingBackup = BackupList['backups'][number]
