import 'server-only'
import type { JuteWriter } from '../jute'
import { writeRequestHeader } from './headers'
import { opCodes, reservedXids } from './op-codes'

// ping         header { xid -2, type 11 }, no body; answered with xid -2
// auth         header { xid -4, type 100 } AuthPacket { int type = 0; ustring scheme; buffer auth }; answered with xid -4
// closeSession header { xid, type -11 }, no body; the server answers, then closes the connection

export function writePing(writer: JuteWriter): void {
  writeRequestHeader(writer, reservedXids.ping, opCodes.ping)
}

export function writeAuth(writer: JuteWriter, scheme: string, credentials: Uint8Array): void {
  writeRequestHeader(writer, reservedXids.auth, opCodes.auth)
  writer.int(0).string(scheme).bytes(credentials)
}

export function writeCloseSession(writer: JuteWriter, xid: number): void {
  writeRequestHeader(writer, xid, opCodes.closeSession)
}
