import 'server-only'
import type { JuteReader, JuteWriter } from '../jute'

// The first message of each side; neither has a header.
// ConnectRequest  { int protocolVersion; long lastZxidSeen; int timeOut; long sessionId; buffer passwd; bool readOnly }
// ConnectResponse { int protocolVersion; int timeOut; long sessionId; buffer passwd; bool readOnly (absent before 3.4) }

export interface ConnectRequest {
  lastZxidSeen: bigint
  timeoutMs: number
  /** 0n requests a new session */
  sessionId: bigint
  password: Uint8Array
  readOnlyAllowed: boolean
}

export interface ConnectResponse {
  /** 0 when the requested session has expired */
  timeoutMs: number
  sessionId: bigint
  password: Uint8Array
  readOnly: boolean
}

export function writeConnectRequest(writer: JuteWriter, request: ConnectRequest): void {
  writer.int(0).long(request.lastZxidSeen).int(request.timeoutMs).long(request.sessionId)
  writer.bytes(request.password).bool(request.readOnlyAllowed)
}

export function readConnectResponse(reader: JuteReader): ConnectResponse {
  reader.int()
  const timeoutMs = reader.int()
  const sessionId = reader.long()
  const password = reader.bytes() ?? new Uint8Array(16)
  return { timeoutMs, sessionId, password, readOnly: reader.remaining > 0 ? reader.bool() : false }
}
