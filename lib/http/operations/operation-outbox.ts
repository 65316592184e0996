import 'server-only'
import { toFrame } from '@/lib/http/sse/frames'
import { Outbox } from '@/lib/http/sse/outbox'
import type { OperationRecord } from '@/lib/model/operation'

/** The newest state of one operation; a state that a slow reader has not read is replaced. */
export class OperationOutbox extends Outbox {
  private json: string | null = null
  private sent = ''

  put(record: OperationRecord): void {
    // Serialized now, because the record goes on changing.
    this.json = JSON.stringify(record)
  }

  protected takeChanges(): Uint8Array | null {
    const { json } = this
    this.json = null
    if (json === null || json === this.sent) return null
    this.sent = json
    return toFrame('operation', json)
  }
}
