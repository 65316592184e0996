import 'server-only'
import { ZooKeeperError } from '../errors'
import type { JuteReader, JuteWriter } from '../jute'
import { readNames } from './get-children'
import { readData, type ZnodeData } from './get-data'
import { readMultiResults, writeMultiEnd, writeMultiHeader } from './multi-header'
import { opCodes } from './op-codes'
import type { Operation } from './operation'

// Since 3.6 (org.apache.zookeeper.MultiOperationRecord, ZOOKEEPER-3402). Unlike a multi of writes each is answered by itself.
// Request  = (MultiHeader{type, false, -1} ustring path, bool watch)* MultiHeader{-1, true, -1}
// Response = (MultiHeader{type, false, err} result)* MultiHeader{-1, true, -1}
//   result: getData buffer, Stat | getChildren vector<ustring>, without stat | error (type -1) int err

export interface ReadRequest {
  kind: 'data' | 'children'
  path: string
}

export type ReadResult =
  | { kind: 'data'; value: ZnodeData }
  | { kind: 'children'; value: string[] }
  /** The server's number, as `no-node`. */
  | { kind: 'error'; number: number }

function writeOne(writer: JuteWriter, { kind, path }: ReadRequest): void {
  writeMultiHeader(writer, kind === 'data' ? opCodes.getData : opCodes.getChildren)
  writer.string(path).bool(false)
}

function readOne(reader: JuteReader, type: number): ReadResult {
  switch (type) {
    case opCodes.error:
      return { kind: 'error', number: reader.int() }
    case opCodes.getData:
      return { kind: 'data', value: readData(reader) }
    case opCodes.getChildren:
      return { kind: 'children', value: readNames(reader) }
  }
  throw new ZooKeeperError('protocol', `ZooKeeper answered a multiRead with a result of type ${type}`)
}

/** Many readings in one request. Results in the order of the requests, and as many; anything else is `protocol`. */
export function multiReadOperation(reads: readonly ReadRequest[]): Operation<ReadResult[]> {
  return {
    name: 'multiRead',
    opCode: opCodes.multiRead,
    path: reads[0]?.path,
    isRead: true,
    write(writer) {
      for (const read of reads) writeOne(writer, read)
      writeMultiEnd(writer)
    },
    read(reader) {
      const results = readMultiResults(reader, readOne)
      const fits = results.length === reads.length && results.every(({ kind }, i) => kind === 'error' || kind === reads[i]?.kind)
      if (!fits)
        throw new ZooKeeperError(
          'protocol',
          `ZooKeeper answered ${reads.length} readings with ${results.length} results that do not fit them`,
        )
      return results
    },
  }
}
