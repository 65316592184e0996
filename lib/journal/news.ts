import 'server-only'
import { createListeners } from '@/lib/base/listeners'
import { processWide } from '@/lib/base/process-wide'
import { settingsTopics, type SettingsTopic } from '@/lib/model/settings-topics'
import { getLog } from '@/lib/base/log'
import type { Tables } from './tables'

export type NewsTopic = 'activity' | SettingsTopic

export const newsTopics: readonly NewsTopic[] = ['activity', ...settingsTopics]

/** The tables behind each topic. On Postgres a migration has to give every one of them its trigger (0007, 0009). */
export const toldTables: Record<NewsTopic, readonly (keyof Tables)[]> = {
  activity: ['events', 'terms', 'findings', 'operations', 'audit', 'status_updates'],
  'emergency-stop': ['emergency_stop'],
  autopilots: ['autopilots', 'autopilot_runs', 'emergency_stop'],
  'status-pages': ['status_pages', 'status_components', 'status_incidents', 'status_maintenances', 'status_updates'],
  webhooks: ['status_webhooks', 'status_deliveries'],
}

/** The topics that depend on a table; none for a table that is not shown. */
export function topicsOf(table: string): NewsTopic[] {
  return newsTopics.filter((topic) => (toldTables[topic] as readonly string[]).includes(table))
}

/** Notifies that data to show was changed, by this process or another one; not which data. */
export interface JournalChanges {
  /** @returns stop */
  subscribe<Topic extends NewsTopic>(wanted: readonly Topic[], listener: (topics: readonly Topic[]) => void): () => void
  tell(topics: readonly NewsTopic[]): void
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    journalNews?: JournalChanges
  }
}

/** The one of this process, on globalThis like the journal itself, and longer-lived than one journal, which may be opened anew. */
export function getJournalNews(): JournalChanges {
  processWide.journalNews ??= createNews()
  return processWide.journalNews
}

function createNews(): JournalChanges {
  // A writer must not fail because a reader did.
  const listeners = createListeners<readonly NewsTopic[]>((error) =>
    getLog().error({ err: error }, 'A reader of the journal could not take news.'),
  )
  return {
    subscribe: (wanted, listener) =>
      listeners.add((topics) => {
        const heard = wanted.filter((topic) => topics.includes(topic))
        if (heard.length > 0) listener(heard)
      }),
    tell: listeners.emit,
  }
}
