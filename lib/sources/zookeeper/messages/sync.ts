import 'server-only'
import { opCodes } from './op-codes'
import type { Operation } from './operation'

// SyncRequest { ustring path } SyncResponse { ustring path } Later reads on this connection are at least as new as the leader was when it
// received the sync.

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
