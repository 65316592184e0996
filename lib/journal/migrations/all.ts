import 'server-only'
import { journalMigration } from './0001-journal'
import { statusMigration } from './0002-status'
import { accessMigration } from './0003-access'
import { operationsMigration } from './0004-operations'
import { takeoverMigration } from './0005-takeover'
import { activityMigration } from './0007-activity'
import { requestKeysMigration } from './0008-request-keys'
import { settingsChangesMigration } from './0009-settings-news'
import { auditOrderMigration } from './0010-audit-order'
import { secondFactorMigration } from './0011-second-factor'
import { endedIdentitiesMigration } from './0012-ended-identities'
import { outageThresholdMigration } from './0013-outage-threshold'
import type { Migration } from './migration'

/** In the order in which they run. A package appends its own; an applied one is never changed. */
export const migrations: readonly Migration[] = [
  journalMigration,
  statusMigration,
  accessMigration,
  operationsMigration,
  takeoverMigration,
  activityMigration,
  requestKeysMigration,
  settingsChangesMigration,
  auditOrderMigration,
  secondFactorMigration,
  endedIdentitiesMigration,
  outageThresholdMigration,
]
