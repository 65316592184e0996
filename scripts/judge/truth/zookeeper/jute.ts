/**
 * The few messages of ZooKeeper's protocol that a witness needs (zookeeper.jute, ZooDefs.OpCode): numbers are big-endian, buffers and
 * strings are prefixed with their length, -1 stands for null. Written for the judge alone, without the console's client.
 */
export const askedOpCodes = { getData: 4, ping: 11, getChildren2: 12, closeSession: -11 } as const
export const replyErrors = { ok: 0, noNode: -101 } as const
export const pingXid = -2

export interface NodeStat {
  czxid: bigint
  createdAt: number
  modifiedAt: number
  /** Hex as Flink's log writes it; null: not ephemeral. */
  owner: string | null
}

export function toConnectRequest(timeoutMs: number): Buffer {
  const body = Buffer.alloc(44)
  body.writeInt32BE(timeoutMs, 12)
  // Session 0: a new one; its password has 16 bytes.
  body.writeInt32BE(16, 24)
  return toFrame(body)
}

/** getData and getChildren2 share one request: path and watch. */
export function toPathRequest(xid: number, opCode: number, path: string): Buffer {
  const name = Buffer.from(path)
  const body = Buffer.alloc(8 + 4 + name.length + 1)
  body.writeInt32BE(xid, 0)
  body.writeInt32BE(opCode, 4)
  body.writeInt32BE(name.length, 8)
  name.copy(body, 12)
  return toFrame(body)
}

export function toBareRequest(xid: number, opCode: number): Buffer {
  const body = Buffer.alloc(8)
  body.writeInt32BE(xid, 0)
  body.writeInt32BE(opCode, 4)
  return toFrame(body)
}

export function readReplyHead(frame: Buffer): { xid: number; error: number } {
  return { xid: frame.readInt32BE(0), error: frame.readInt32BE(12) }
}

/** What follows the reply header of getData: the bytes, then the stat. */
export function readDataReply(frame: Buffer): { data: Buffer; stat: NodeStat } {
  const length = Math.max(0, frame.readInt32BE(16))
  return { data: frame.subarray(20, 20 + length), stat: readStat(frame, 20 + length) }
}

export function readChildrenReply(frame: Buffer): string[] {
  const names: string[] = []
  let at = 20
  for (let left = frame.readInt32BE(16); left > 0; left--) {
    const length = frame.readInt32BE(at)
    names.push(frame.toString('utf8', at + 4, at + 4 + length))
    at += 4 + length
  }
  return names
}

/** czxid, mzxid, ctime, mtime, version, cversion, aversion, ephemeralOwner, dataLength, numChildren, pzxid. */
function readStat(frame: Buffer, at: number): NodeStat {
  const owner = frame.readBigUInt64BE(at + 44)
  return {
    czxid: frame.readBigInt64BE(at),
    createdAt: Number(frame.readBigInt64BE(at + 16)),
    modifiedAt: Number(frame.readBigInt64BE(at + 24)),
    owner: owner === 0n ? null : `0x${owner.toString(16)}`,
  }
}

function toFrame(body: Buffer): Buffer {
  const frame = Buffer.alloc(4 + body.length)
  frame.writeInt32BE(body.length, 0)
  body.copy(frame, 4)
  return frame
}
