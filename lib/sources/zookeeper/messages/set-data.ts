import 'server-only'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, type ZnodeStat } from './stat'

// SetDataRequest { ustring path; buffer data; int version }      SetDataResponse { Stat stat }

/** `version` -1 overwrites any version. */
export function setDataOperation(path: string, data: Uint8Array, version: number): Operation<ZnodeStat> {
  return {
    name: 'setData',
    opCode: opCodes.setData,
    path,
    isRead: false,
    write: (writer) => writer.string(path).bytes(data).int(version),
    read: readStat,
  }
}
