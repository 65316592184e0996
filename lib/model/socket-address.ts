/** One end of a TCP connection in one spelling: `127.0.0.1:2181`, or `0:0:0:0:0:0:0:1:2181`; IPv4 within IPv6 is IPv4. */
export type SocketKey = string

/**
 * Java's and ZooKeeper's spellings: `/10.0.0.1:4711`, `jm1/10.0.0.1:4711`, `[0:0:0:0:0:0:0:1]:4711`, `0:0:0:0:0:0:0:1:4711`.
 * @returns null where no address and port can be read
 */
export function toSocketKey(text: string): SocketKey | null {
  if (text.length > 400) return null
  const bare = text.slice(text.lastIndexOf('/') + 1)
  const at = bare.lastIndexOf(':')
  const port = bare.slice(at + 1)
  const address = toAddress(bare.slice(0, Math.max(0, at)).replace(/^\[|\]$/g, ''))
  return address !== null && /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536 ? `${address}:${Number(port)}` : null
}

/** `0100007F:1F90` and the 32 digits of `/proc/net/tcp6`, on a little-endian machine (proc_net_tcp in the kernel's documentation). */
export function toSocketKeyOfProc(text: string): SocketKey | null {
  const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(text)
  if (!match) return null
  const bytes = match[1]!.match(/.{8}/g)!.flatMap((word) =>
    word
      .match(/../g)!
      .reverse()
      .map((byte) => parseInt(byte, 16)),
  )
  const address =
    bytes.length === 4
      ? bytes.join('.')
      : toAddress(
          toGroups(bytes)
            .map((group) => group.toString(16))
            .join(':'),
        )
  return address === null ? null : `${address}:${parseInt(match[2]!, 16)}`
}

export function getPort(key: SocketKey): number {
  return Number(key.slice(key.lastIndexOf(':') + 1))
}

export function getHost(key: SocketKey): string {
  return key.slice(0, key.lastIndexOf(':'))
}

export function isLoopbackKey(key: SocketKey): boolean {
  return key.startsWith('127.') || key.startsWith('0:0:0:0:0:0:0:1:')
}

function toGroups(bytes: readonly number[]): number[] {
  return Array.from({ length: bytes.length / 2 }, (_, at) => bytes[2 * at]! * 256 + bytes[2 * at + 1]!)
}

function toAddress(text: string): string | null {
  const plain = (text.split('%', 1)[0] ?? '').toLowerCase()
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain))
    return plain.split('.').every((part) => Number(part) < 256) ? plain.split('.').map(Number).join('.') : null
  const groups = toIpv6Groups(plain)
  if (!groups) return null
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.')
  return groups.map((group) => group.toString(16)).join(':')
}

function toIpv6Groups(text: string): number[] | null {
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)
  const whole = dotted
    ? `${dotted[1]}${toGroups(dotted[2]!.split('.').map(Number))
        .map((group) => group.toString(16))
        .join(':')}`
    : text
  const halves = whole.split('::')
  if (halves.length > 2) return null
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => '0'), ...tail]
  return all.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? all.map((group) => parseInt(group, 16)) : null
}
