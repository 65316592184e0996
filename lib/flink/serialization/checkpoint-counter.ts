import { SerializationError } from './serialization-error'

/**
 * Curator's SharedCount: a big-endian int, the id the *next* checkpoint will take. It is written before the checkpoint's
 * pointer, and savepoints and failed attempts take ids too: `counter - 1` need not exist.
 * @throws SerializationError when it is not exactly four bytes
 */
export function decodeCheckpointCounter(bytes: Uint8Array): number {
  if (bytes.byteLength !== 4) throw new SerializationError('unexpected', `a counter of ${bytes.byteLength} bytes instead of 4`)
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0)
}
