import 'server-only'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, type ZnodeStat } from './stat'

// GetChildren2Request  { ustring path; bool watch }
// GetChildren2Response { vector<ustring> children; Stat stat }      names without the parent's path, in no order

export interface ZnodeChildren {
  children: string[]
  stat: ZnodeStat
}

export function getChildrenOperation(path: string, watch: boolean): Operation<ZnodeChildren> {
  return {
    name: 'getChildren2', opCode: opCodes.getChildren2, path, isRead: true,
    write: (writer) => writer.string(path).bool(watch),
    read: (reader) => ({ children: reader.vector(4, (r) => r.text()), stat: readStat(reader) }),
  }
}
