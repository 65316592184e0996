import 'server-only'
import { createListeners } from '@/lib/base/listeners'
import { processWide } from '@/lib/base/process-wide'
import { settingsTopics, type SettingsTopic } from '@/lib/model/settings-topics'
import { getLog } from '@/lib/base/log'
import type { Tables } from './tables'

export type ChangeTopic = 'activity' | SettingsTopic

export const changeTopics: readonly ChangeTopic[] = ['activity', ...settingsTopics]

/** The tables behind each topic. On Postgres a migration has to give every one of them its trigger (0007, 0009). */
export const watchedTables: Record<ChangeTopic, readonly (keyof Tables)[]> = {
  activity: ['events', 'terms', 'findings', 'operations', 'audit', 'status_updates'],
  'emergency-stop': ['emergency_stop'],
  autopilots: ['autopilots', 'autopilot_runs', 'emergency_stop'],
  'status-pages': ['status_pages', 'status_components', 'status_incidents', 'status_maintenances', 'status_updates'],
  webhooks: ['status_webhooks', 'status_deliveries'],
}

/** The topics that depend on a table; none for a table that is not shown. */
export function topicsOf(table: string): ChangeTopic[] {
  return changeTopics.filter((topic) => (watchedTables[topic] as readonly string[]).includes(table))
}

/** Notifies that data to show was changed, by this process or another one; not which data. */
export interface JournalChanges {
  /** @returns stop */
  subscribe<Topic extends ChangeTopic>(wanted: readonly Topic[], listener: (topics: readonly Topic[]) => void): () => void
  notify(topics: readonly ChangeTopic[]): void
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    journalChanges?: JournalChanges
  }
}

/** The one of this process, on globalThis like the journal itself, and longer-lived than one journal, which may be opened anew. */
export function getJournalChanges(): JournalChanges {
  processWide.journalChanges ??= createJournalChanges()
  return processWide.journalChanges
}

function createJournalChanges(): JournalChanges {
  // A writer must not fail because a reader did.
  const listeners = createListeners<readonly ChangeTopic[]>((error) =>
    getLog().error({ err: error }, 'A subscriber to changes of the journal failed.'),
  )
  return {
    subscribe: (wanted, listener) =>
      listeners.add((topics) => {
        const heard = wanted.filter((topic) => topics.includes(topic))
        if (heard.length > 0) listener(heard)
      }),
    notify: listeners.emit,
  }
}
