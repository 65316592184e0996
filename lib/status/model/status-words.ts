import type { IncidentStatus } from './incident'
import type { MaintenanceStatus } from './maintenance'

/** Of incidents and maintenances, on pages, in feeds and in the settings. */
export const statusWords: Record<IncidentStatus | MaintenanceStatus, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Post-mortem',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
}
