import 'server-only'
import { opCodes } from './op-codes'
import type { Operation } from './operation'

// DeleteRequest { ustring path; int version }      answered by the header alone

/** `version` -1 deletes any version. */
export function deleteOperation(path: string, version: number): Operation<void> {
  return {
    name: 'delete',
    opCode: opCodes.delete,
    path,
    isRead: false,
    write: (writer) => writer.string(path).int(version),
    read: () => undefined,
  }
}
