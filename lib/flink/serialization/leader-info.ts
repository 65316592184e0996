import { ByteReader } from './byte-reader'
import { findField, isJavaObject } from './java-value'
import type { JavaContent } from './java-value'
import { readJavaStream } from './read-java-stream'
import { SerializationError } from './serialization-error'

export interface LeaderInfo {
  /** RPC address (`akka.tcp://…`, `pekko.tcp://…`) or web address (`http://…`), as the leader wrote it. */
  address: string
  /** The UUID that Flink uses as fencing token; null when the leader wrote none. */
  leaderSessionId: string | null
}

const maxAddress = 8192

/**
 * Leader information of every version (ZooKeeperLeaderElectionDriver, before that ZooKeeperLeaderElectionService):
 * `writeUTF(address)`, `writeObject(java.util.UUID)`. An address beyond 1022 bytes is spread over several blocks.
 * @returns null for empty data: older versions wrote that when they lost the leadership
 * @throws SerializationError when the bytes are anything else
 */
export function decodeLeaderInfo(bytes: Uint8Array): LeaderInfo | null {
  if (bytes.byteLength === 0) return null
  const contents = readJavaStream(bytes)
  const last = contents.at(-1)
  if (last?.kind !== 'value') throw new SerializationError('unexpected', 'leader information without a session id')
  return { address: toAddress(contents.slice(0, -1)), leaderSessionId: toSessionId(last) }
}

function toAddress(blocks: JavaContent[]): string {
  const parts = blocks.map((block) => {
    if (block.kind !== 'block') throw new SerializationError('unexpected', 'an object where the leader address should be')
    return block.bytes
  })
  const input = new ByteReader(concat(parts))
  const address = input.utf()
  if (!input.atEnd) throw new SerializationError('unexpected', `${input.remaining} bytes behind the leader address`)
  if (address.length > maxAddress) throw new SerializationError('too-large', `a leader address of ${address.length} characters`)
  if (hasControls(address)) throw new SerializationError('unexpected', 'a leader address with control characters')
  return address
}

function toSessionId({ value }: Extract<JavaContent, { kind: 'value' }>): string | null {
  if (value === null) return null
  if (!isJavaObject(value) || value.className !== 'java.util.UUID')
    throw new SerializationError('unexpected', 'a session id that is no UUID')
  const most = findField(value, 'mostSigBits')
  const least = findField(value, 'leastSigBits')
  if (typeof most !== 'bigint' || typeof least !== 'bigint') throw new SerializationError('unexpected', 'a UUID without its two halves')
  const hex = toHex(most) + toHex(least)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function toHex(half: bigint): string {
  return BigInt.asUintN(64, half).toString(16).padStart(16, '0')
}

function hasControls(text: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f]/.test(text)
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
