import 'server-only'
import type { ActivityQuestion } from '@/lib/journal/read/activity/question'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { StreamReader } from '../sse/reader'
import { fleet, getReaders } from '../sse/readers'
import { respondStream } from '../sse/respond-stream'
import { getActivityFeed } from './activity-feed'
import { ActivityOutbox } from './activity-outbox'

/**
 * `GET /api/v1/activity/events`. Events: `activity` (the newest page of the filter, as `GET /api/v1/activity` answers it) first and
 * whenever it changed, `settings` (`{ changed }`, names of what to fetch again) and a `beat` every second.
 */
export function streamActivity(console: UnderstudyConsole, question: ActivityQuestion, request: Request): Response {
  if (request.method === 'HEAD') return respondStream(null)
  const reader = new StreamReader(new ActivityOutbox(), request.signal)
  getReaders().add(fleet, reader, true, console)
  getActivityFeed().add(question, reader)
  return respondStream(reader.stream)
}
