import 'server-only'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, type ZnodeStat } from './stat'

// ExistsRequest  { ustring path; bool watch }
// ExistsResponse { Stat stat }      error -101 when there is no such node; the watch is set anyway

export function existsOperation(path: string, watch: boolean): Operation<ZnodeStat> {
  return {
    name: 'exists',
    opCode: opCodes.exists,
    path,
    isRead: true,
    write: (writer) => writer.string(path).bool(watch),
    read: readStat,
  }
}
