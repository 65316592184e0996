import 'server-only'
import type { JuteReader, JuteWriter } from '../jute'

// Stat { long czxid; long mzxid; long ctime; long mtime; int version; int cversion; int aversion;
//        long ephemeralOwner; int dataLength; int numChildren; long pzxid }

/** org.apache.zookeeper.data.Stat. Times are ms since 1970 by the ensemble leader's clock. */
export interface ZnodeStat {
  czxid: bigint
  mzxid: bigint
  ctime: number
  mtime: number
  version: number
  cversion: number
  aversion: number
  /** '0x0' when not ephemeral, else the owner's session id in hex as ZooKeeper prints it */
  ephemeralOwner: string
  dataLength: number
  numChildren: number
  pzxid: bigint
}

export const statBytes = 68

/** A session id as ZooKeeper and Flink's logs print it. */
export function toSessionHex(id: bigint): string {
  return `0x${BigInt.asUintN(64, id).toString(16)}`
}

export function readStat(reader: JuteReader): ZnodeStat {
  return {
    czxid: reader.long(),
    mzxid: reader.long(),
    ctime: Number(reader.long()),
    mtime: Number(reader.long()),
    version: reader.int(),
    cversion: reader.int(),
    aversion: reader.int(),
    ephemeralOwner: readOwner(reader),
    dataLength: reader.int(),
    numChildren: reader.int(),
    pzxid: reader.long(),
  }
}

function readOwner(reader: JuteReader): string {
  const id = reader.long()
  return id === 0n ? '0x0' : toSessionHex(id)
}

export function writeStat(writer: JuteWriter, stat: ZnodeStat): void {
  writer.long(stat.czxid).long(stat.mzxid).long(BigInt(stat.ctime)).long(BigInt(stat.mtime))
  writer
    .int(stat.version)
    .int(stat.cversion)
    .int(stat.aversion)
    .long(BigInt.asIntN(64, BigInt(stat.ephemeralOwner)))
  writer.int(stat.dataLength).int(stat.numChildren).long(stat.pzxid)
}
