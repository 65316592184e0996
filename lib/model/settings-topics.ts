/** What pages show beside the clusters, that somebody sets or the program writes down: event streams tell which of it changed. */
export const settingsTopics = ['emergency-stop', 'autopilots', 'status-pages', 'webhooks'] as const

export type SettingsTopic = (typeof settingsTopics)[number]

/** The event `settings`: whoever shows one of these asks for it again. */
export interface SettingsChange {
  changed: SettingsTopic[]
}
