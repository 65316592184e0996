import 'server-only'
import type { JuteReader } from '../jute'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, type ZnodeStat } from './stat'

// GetChildren2Request  { ustring path; bool watch }
// GetChildren2Response { vector<ustring> children; Stat stat }      names without the parent's path, in no order

export interface ZnodeChildren {
  children: string[]
  stat: ZnodeStat
}

export function readNames(reader: JuteReader): string[] {
  return reader.vector(4, (each) => each.text())
}

export function getChildrenOperation(path: string, watch: boolean): Operation<ZnodeChildren> {
  return {
    name: 'getChildren2',
    opCode: opCodes.getChildren2,
    path,
    isRead: true,
    write: (writer) => writer.string(path).bool(watch),
    read: (reader) => ({ children: readNames(reader), stat: readStat(reader) }),
  }
}
