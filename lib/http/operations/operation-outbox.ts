import 'server-only'
import { toFrame } from '@/lib/http/sse/frames'
import { Outbox } from '@/lib/http/sse/outbox'
import type { OperationRecord } from '@/lib/model/operation'

/** The newest state of one operation; what a slow reader did not read is replaced. */
export class OperationOutbox extends Outbox {
  private json: string | null = null
  private sent = ''

  put(record: OperationRecord): void {
    // Now, because the record goes on changing.
    this.json = JSON.stringify(record)
  }

  protected takeNews(): Uint8Array | null {
    const { json } = this
    this.json = null
    if (json === null || json === this.sent) return null
    this.sent = json
    return toFrame('operation', json)
  }
}
