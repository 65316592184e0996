import 'server-only'
import { heartbeatFrame, openingFrame } from './frames'

/**
 * What one reader still has to get. It never grows with a reader that does not read: the newest replaces
 * what was waiting. Frames are made when they are taken, so that what is dropped costs nothing.
 */
export abstract class Outbox {
  private isOpened = false
  private beatFrame: Uint8Array | null = null
  private isHeartbeatDue = false

  /** The next frame to send; null when nothing is waiting. */
  take(): Uint8Array | null {
    if (!this.isOpened) {
      this.isOpened = true
      return openingFrame
    }
    return this.takeNews() ?? this.takeBeat() ?? this.takeHeartbeat()
  }

  putBeat(frame: Uint8Array): void {
    this.beatFrame = frame
  }

  putHeartbeat(): void {
    this.isHeartbeatDue = true
  }

  /** What it is about; goes before beats, which only say that the process lives. */
  protected abstract takeNews(): Uint8Array | null

  private takeBeat(): Uint8Array | null {
    const frame = this.beatFrame
    this.beatFrame = null
    return frame
  }

  private takeHeartbeat(): Uint8Array | null {
    const isDue = this.isHeartbeatDue
    this.isHeartbeatDue = false
    return isDue ? heartbeatFrame : null
  }
}
