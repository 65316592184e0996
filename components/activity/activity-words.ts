import type { ActivitySource } from '@/lib/model/activity-sources'

export const sourceWords: Record<ActivitySource, { one: string; many: string }> = {
  event: { one: 'Event', many: 'Events' },
  term: { one: 'Term', many: 'Terms' },
  finding: { one: 'Finding', many: 'Findings' },
  operation: { one: 'Operation', many: 'Operations' },
  incident: { one: 'Incident', many: 'Incidents' },
  maintenance: { one: 'Maintenance', many: 'Maintenance' },
  audit: { one: 'Audit', many: 'Audit' },
}
