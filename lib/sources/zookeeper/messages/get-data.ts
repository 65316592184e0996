import 'server-only'
import type { JuteReader } from '../jute'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, type ZnodeStat } from './stat'

// GetDataRequest  { ustring path; bool watch }
// GetDataResponse { buffer data; Stat stat }      a null buffer (created without data) reads as no bytes

export interface ZnodeData {
  data: Uint8Array
  stat: ZnodeStat
}

export function readData(reader: JuteReader): ZnodeData {
  return { data: reader.bytes() ?? new Uint8Array(0), stat: readStat(reader) }
}

export function getDataOperation(path: string, watch: boolean): Operation<ZnodeData> {
  return {
    name: 'getData',
    opCode: opCodes.getData,
    path,
    isRead: true,
    write: (writer) => writer.string(path).bool(watch),
    read: readData,
  }
}
