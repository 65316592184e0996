/** Where an entry of the activity comes from; the audit is for administrators only. */
export const activitySources = ['event', 'term', 'finding', 'operation', 'incident', 'maintenance', 'audit'] as const

export type ActivitySource = (typeof activitySources)[number]
