import 'server-only'
import { ZooKeeperError } from '../errors'
import type { JuteReader, JuteWriter } from '../jute'
import type { ZnodeAcl } from './acl'
import { createOpCode, writeCreate, type CreateMode } from './create'
import { readMultiResults, writeMultiEnd, writeMultiHeader } from './multi-header'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, type ZnodeStat } from './stat'

// MultiRequest = (MultiHeader{type, false, -1} request)* MultiHeader{-1, true, -1}
// MultiResponse = (MultiHeader{type, false, err} result)* MultiHeader{-1, true, -1}
//   result: create ustring path | setData Stat | delete, check nothing | error (type -1) int err
// All or nothing. In a failed multi the one that failed has its own code, the ones before it 0, the ones after it -2.

export type MultiOperation =
  | { kind: 'check'; path: string; version: number }
  | { kind: 'delete'; path: string; version: number }
  | { kind: 'setData'; path: string; data: Uint8Array; version: number }
  | { kind: 'create'; path: string; data: Uint8Array; mode: Exclude<CreateMode, 'container'>; acl?: readonly ZnodeAcl[] }

export type MultiResult =
  { kind: 'check' | 'delete' } | { kind: 'setData'; stat: ZnodeStat } | { kind: 'create'; path: string } | { kind: 'error'; number: number }

function opCodeOf(operation: MultiOperation): number {
  return operation.kind === 'create' ? createOpCode(operation.mode) : opCodes[operation.kind]
}

function writeOne(writer: JuteWriter, operation: MultiOperation): void {
  writeMultiHeader(writer, opCodeOf(operation))
  switch (operation.kind) {
    case 'create':
      return writeCreate(writer, operation)
    case 'setData':
      return void writer.string(operation.path).bytes(operation.data).int(operation.version)
    case 'check':
    case 'delete':
      return void writer.string(operation.path).int(operation.version)
  }
}

function readOne(reader: JuteReader, type: number): MultiResult {
  switch (type) {
    case opCodes.error:
      return { kind: 'error', number: reader.int() }
    case opCodes.check:
      return { kind: 'check' }
    case opCodes.delete:
      return { kind: 'delete' }
    case opCodes.setData:
      return { kind: 'setData', stat: readStat(reader) }
    case opCodes.create:
      return { kind: 'create', path: reader.text() }
  }
  throw new ZooKeeperError('protocol', `ZooKeeper answered a multi with a result of type ${type}`)
}

/** The results in order; a failed multi is not an exception here: the caller finds `error` results. */
export function multiOperation(operations: readonly MultiOperation[]): Operation<MultiResult[]> {
  return {
    name: 'multi',
    opCode: opCodes.multi,
    isRead: false,
    write(writer) {
      for (const operation of operations) writeOne(writer, operation)
      writeMultiEnd(writer)
    },
    read: (reader) => readMultiResults(reader, readOne),
  }
}
