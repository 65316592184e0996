import { mutate } from 'swr'
import { settingsTopics, type SettingsTopic } from '@/lib/model/settings-topics'
import type { SettingsChange } from '@/lib/model/stream-events'
import type { LiveHandlers } from './live-connection'

/** The addresses in this browser's cache that depend on each topic. */
const addresses: Record<SettingsTopic, RegExp> = {
  'emergency-stop': /^\/api\/v1\/emergency-stop$/,
  autopilots: /^\/api\/v1\/clusters\/[^/]+\/autopilot$/,
  'status-pages': /^\/api\/v1\/status-pages\/[^/]+$/,
  webhooks: /^\/api\/v1\/status-pages\/[^/]+\/webhooks$/,
}

/** Fetches again what matches, as far as it is on the screen. */
type AskAgain = (fits: (key: unknown) => boolean) => unknown

/**
 * Handles a page's connection, and with it notifications of changes beside the clusters: exactly that is fetched again. After each
 * connecting all of it is, because it is not known what was missed before.
 */
export function followSettings(handlers: LiveHandlers, askAgain: AskAgain = mutate): LiveHandlers {
  const revalidate = (topics: readonly SettingsTopic[]) =>
    void askAgain((key) => typeof key === 'string' && topics.some((topic) => addresses[topic].test(key)))
  return {
    ...handlers,
    events: {
      ...handlers.events,
      settings: (data) => {
        const { changed } = data as SettingsChange
        // A newer server may know more topics.
        revalidate(settingsTopics.filter((topic) => changed.includes(topic)))
        return 'fine'
      },
    },
    onConnected: () => revalidate(settingsTopics),
  }
}
