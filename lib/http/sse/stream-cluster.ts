import 'server-only'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { throwNoCluster } from '../answer'
import { getRevision } from '../get-revision'
import { ClusterOutbox, type Held } from './cluster-outbox'
import { StreamReader } from './reader'
import { findBeatFrame, getReaders } from './readers'
import { respondStream } from './respond-stream'

/**
 * `GET /api/v1/clusters/{id}/events`. Events: `snapshot` (id: revision, data: the whole snapshot); with `?patch=1` one snapshot, then
 * `patch` (`{ from, to, asOf, patch }`, RFC 6902), `settings` (`{ changed }`, names of what to fetch again) and a `beat` every second. A
 * reader that missed a revision gets a snapshot. It starts with one too, unless `Last-Event-ID` and `?epoch=` name the present revision.
 *
 * @throws HttpError cluster-not-found
 */
export function streamCluster(console: UnderstudyConsole, id: string, request: Request): Response {
  if (request.method === 'HEAD') {
    getRevision(console, id)
    return respondStream(null)
  }
  const { searchParams } = new URL(request.url)
  const isPatchReader = searchParams.get('patch') === '1'
  const held = findHeld(console, id, request.headers.get('last-event-id'), searchParams.get('epoch'))
  const reader = new StreamReader(new ClusterOutbox(isPatchReader, held), request.signal)
  const stop = console.subscribe(id, (revision) => {
    reader.outbox.put(revision)
    reader.wake()
  })
  if (stop === null) return throwNoCluster(id)
  if (held !== null && isPatchReader) putBeatNow(reader, console, id)
  getReaders().add(id, reader, isPatchReader, console)
  reader.onLeave(stop)
  return respondStream(reader.stream)
}

/** Only this shows an up-to-date reader that it is connected to the living process. */
function putBeatNow(reader: StreamReader, console: UnderstudyConsole, id: string): void {
  const frame = findBeatFrame(console, id)
  if (frame !== null) reader.outbox.putBeat(frame)
}

/** Only the present revision of this process is worth keeping: every other reader starts with a snapshot. */
function findHeld(console: UnderstudyConsole, id: string, lastEventId: string | null, epoch: string | null): Held | null {
  const present = console.findSnapshot(id)
  if (present === null || lastEventId !== String(present.revision) || epoch !== present.epoch) return null
  return { epoch: present.epoch, revision: present.revision }
}
