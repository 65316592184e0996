import 'server-only'
import { toFrame } from '@/lib/http/sse/frames'
import { StreamReader } from '@/lib/http/sse/reader'
import { respondStream } from '@/lib/http/sse/respond-stream'
import type { OperationRecord } from '@/lib/model/operation'
import type { Operations } from '@/lib/operations/run/operations'
import { OperationOutbox } from './operation-outbox'

/** Output may arrive in many small chunks. */
const leastBetweenMs = 100
/** A browser that reconnects at once would only receive the same record: it gets time to read the end. */
const lingerMs = 1_000
/** Without a heartbeat for two seconds, a browser knows that what it shows may be old. */
const beatMs = 1_000

/**
 * `GET /api/v1/operations/{id}/events`: `operation` events, each with the whole record, and a `beat` every second; the stream ends after
 * the record that is over.
 */
export function streamOperation(operations: Operations, record: OperationRecord, request: Request): Response {
  if (request.method === 'HEAD') return respondStream(null)
  const reader = new StreamReader(new OperationOutbox(), request.signal)
  let timer: NodeJS.Timeout | null = null
  const send = (now: OperationRecord) => {
    reader.outbox.put(now)
    reader.wake()
    if (now.state !== 'running') setTimeout(reader.end, lingerMs)
  }
  let newest = record
  const stop = operations.follow(record.id, (now) => {
    newest = now
    if (now.state !== 'running') send(now)
    else timer ??= setTimeout(() => ((timer = null), send(newest)), leastBetweenMs)
  })
  const beat = setInterval(() => {
    reader.outbox.putBeat(toFrame('beat', JSON.stringify({ now: new Date().toISOString() })))
    reader.wake()
  }, beatMs)
  reader.onLeave(() => {
    stop()
    clearInterval(beat)
    if (timer) clearTimeout(timer)
  })
  send(record)
  return respondStream(reader.stream)
}
