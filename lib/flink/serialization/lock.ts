const maxHolder = 64

/**
 * A lock node's data: the address of the host that created it, in ASCII (Curator's default data, `InetAddress.getLocalHost`).
 * Flink does not read it, so anything else is shown as far as possible, at most 64 characters.
 */
export function decodeLockHolder(bytes: Uint8Array | null): string {
  return Array.from(bytes?.subarray(0, maxHolder) ?? [], (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('')
}

export type RegistryState = 'PENDING' | 'RUNNING' | 'DONE'

/** A job's entry in the running jobs registry (Flink up to 1.14); null when it is none of its three words. */
export function decodeRegistryState(bytes: Uint8Array): RegistryState | null {
  if (bytes.byteLength > 16) return null
  const word = decodeLockHolder(bytes)
  return word === 'PENDING' || word === 'RUNNING' || word === 'DONE' ? word : null
}
