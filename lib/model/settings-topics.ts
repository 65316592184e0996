/** What pages show beside the clusters and people or the program change: event streams notify which topic changed. */
export const settingsTopics = ['emergency-stop', 'autopilots', 'status-pages', 'webhooks'] as const

export type SettingsTopic = (typeof settingsTopics)[number]
