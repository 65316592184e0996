import 'server-only'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { getFleetFeed } from './fleet-feed'
import { FleetOutbox } from './fleet-outbox'
import { StreamReader } from './reader'
import { fleet, getReaders } from './readers'
import { respondStream } from './respond-stream'

/**
 * `GET /api/v1/clusters/events`. Events: `clusters` (`{ clusters }`, the whole list) first and whenever the set changes, `changed` (`{
 * clusters }`, the rows that changed), `settings` (`{ changed }`, names of what to fetch again) and a `beat` every second (`{ now, epoch
 * }`).
 */
export function streamFleet(console: UnderstudyConsole, request: Request): Response {
  if (request.method === 'HEAD') return respondStream(null)
  const feed = getFleetFeed(console)
  const reader = new StreamReader(new FleetOutbox(feed.listFrame), request.signal)
  feed.add(reader)
  getReaders().add(fleet, reader, true, console)
  return respondStream(reader.stream)
}
