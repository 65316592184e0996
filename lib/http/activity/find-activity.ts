import 'server-only'
import { readActivity } from '@/lib/journal/read/activity/read'
import type { ActivityQuestion } from '@/lib/journal/read/activity/question'
import type { ActivityListing } from '@/lib/model/activity'
import { askJournal } from '../history/ask-journal'

/** One page of events and actions; none, with the reason, while the journal cannot be used. */
export async function findActivity(question: ActivityQuestion): Promise<ActivityListing> {
  const entries = await askJournal((journal) => readActivity(journal, question))
  return entries.value === null ? { entries: [], next: null, problem: entries.problem } : { ...entries.value, problem: null }
}
