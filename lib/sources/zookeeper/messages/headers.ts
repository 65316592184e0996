import 'server-only'
import type { JuteReader, JuteWriter } from '../jute'

// RequestHeader { int xid; int type }
// ReplyHeader   { int xid; long zxid; int err }

export interface ReplyHeader {
  xid: number
  /** last transaction the member had applied when it answered */
  zxid: bigint
  err: number
}

export function writeRequestHeader(writer: JuteWriter, xid: number, opCode: number): void {
  writer.int(xid).int(opCode)
}

export function readReplyHeader(reader: JuteReader): ReplyHeader {
  return { xid: reader.int(), zxid: reader.long(), err: reader.int() }
}
