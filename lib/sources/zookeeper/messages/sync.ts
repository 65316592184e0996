import 'server-only'
import { opCodes } from './op-codes'
import type { Operation } from './operation'

// SyncRequest { ustring path }      SyncResponse { ustring path }
// What is read after it on this connection is at least as new as the leader was when it was asked.

export function syncOperation(path: string): Operation<void> {
  return {
    name: 'sync',
    opCode: opCodes.sync,
    path,
    isRead: true,
    write: (writer) => writer.string(path),
    read: (reader) => void reader.text(),
  }
}
