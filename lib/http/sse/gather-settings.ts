import 'server-only'
import { getJournalChanges } from '@/lib/journal/changes'
import { settingsTopics, type SettingsTopic } from '@/lib/model/settings-topics'
import { createThrottle } from './pace'

/** After a notification the next one waits so long; the first after a quiet time does not wait. */
export const settingsRestMs = 250

/**
 * Notifies of changes of what pages show beside the clusters. Changes within the pause are one notification at its end, so that a burst
 * makes no page fetch more than four times a second.
 * @returns stop
 */
export function gatherSettings(say: (topics: readonly SettingsTopic[]) => void): () => void {
  const due = new Set<SettingsTopic>()
  const pace = createThrottle(() => {
    const topics = [...due]
    due.clear()
    say(topics)
  })
  const stop = getJournalChanges().subscribe(settingsTopics, (topics) => {
    for (const topic of topics) due.add(topic)
    pace.runAfter(settingsRestMs)
  })
  return () => {
    stop()
    pace.stop()
  }
}
