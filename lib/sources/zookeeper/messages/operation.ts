import 'server-only'
import type { JuteReader, JuteWriter } from '../jute'

/** One request and how its answer is read. Paths in it are the server's (chroot included). */
export interface Operation<T> {
  name: string
  opCode: number
  path?: string
  /** Reads may be sent again after a lost connection; whether a lost write was done is unknown. */
  isRead: boolean
  write(writer: JuteWriter): void
  read(reader: JuteReader): T
}
