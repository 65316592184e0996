import type { z } from 'zod'
import type * as events from './schemas/events'

/** What pages show beside the clusters, that somebody sets or the program writes down: event streams tell which of it changed. */
export const settingsTopics = ['emergency-stop', 'autopilots', 'status-pages', 'webhooks'] as const

export type SettingsTopic = (typeof settingsTopics)[number]

export type SettingsChange = z.infer<typeof events.settingsChange>
