import 'server-only'
import { Outbox } from '../sse/outbox'

/** The newest page for one reader; a page that a slow reader has not read is replaced. */
export class ActivityOutbox extends Outbox {
  private frame: Uint8Array | null = null

  put(frame: Uint8Array): void {
    this.frame = frame
  }

  protected takeChanges(): Uint8Array | null {
    const { frame } = this
    this.frame = null
    return frame
  }
}
