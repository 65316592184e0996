import 'server-only'
import type { Socket } from 'node:net'
import type { LiveReader } from './live'

/** A reader that reads nothing for so long is disconnected; a browser reconnects by itself. */
const longestSilenceMs = 60_000

/** A live reader as a bare socket: waiting data is what the kernel took, one state and nothing else. */
export class SocketReader implements LiveReader {
  private state: Buffer | null = null
  private blockedSince: number | null = null

  constructor(private readonly socket: Socket) {
    socket.on('drain', () => this.flow())
  }

  put(frame: Buffer, isState: boolean): void {
    if (this.blockedSince !== null) {
      if (isState) this.state = frame
      if (Date.now() - this.blockedSince > longestSilenceMs) this.socket.destroy()
      return
    }
    if (!this.socket.write(frame)) this.blockedSince = Date.now()
  }

  end(): void {
    this.socket.end()
  }

  private flow(): void {
    this.blockedSince = null
    const { state } = this
    this.state = null
    if (state) this.put(state, true)
  }
}
