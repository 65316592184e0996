import 'server-only'
import type { SettingsTopic } from '@/lib/model/settings-topics'
import { heartbeatFrame, openingFrame, toSettingsFrame } from './frames'

/**
 * What one reader still has to receive. It never grows with a reader that does not read: the newest replaces what was waiting. Frames are
 * made when they are taken, so that what is dropped costs nothing.
 */
export abstract class Outbox {
  private isOpened = false
  private readonly settings = new Set<SettingsTopic>()
  private beatFrame: Uint8Array | null = null
  private isHeartbeatDue = false

  /** The next frame to send; null when nothing is waiting. */
  take(): Uint8Array | null {
    if (!this.isOpened) {
      this.isOpened = true
      return openingFrame
    }
    return this.takeChanges() ?? this.takeSettings() ?? this.takeBeat() ?? this.takeHeartbeat()
  }

  /** What changed beside the clusters; a late reader gets one notification of all of it. */
  putSettings(topics: readonly SettingsTopic[]): void {
    for (const topic of topics) this.settings.add(topic)
  }

  putBeat(frame: Uint8Array): void {
    this.beatFrame = frame
  }

  putHeartbeat(): void {
    this.isHeartbeatDue = true
  }

  /** The stream's own events; sent before heartbeats, which only say that the process lives. */
  protected abstract takeChanges(): Uint8Array | null

  private takeSettings(): Uint8Array | null {
    if (this.settings.size === 0) return null
    const frame = toSettingsFrame(this.settings)
    this.settings.clear()
    return frame
  }

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
