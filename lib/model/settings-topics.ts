import type { z } from 'zod'
import type * as events from './schemas/events'

/** What pages show beside the clusters and people or the program change: event streams notify which topic changed. */
export const settingsTopics = ['emergency-stop', 'autopilots', 'status-pages', 'webhooks'] as const

export type SettingsTopic = (typeof settingsTopics)[number]

export type SettingsChange = z.infer<typeof events.settingsChange>
