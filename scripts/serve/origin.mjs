import { BlockList, isIP } from 'node:net'
import { SetupError } from '../setup/root.mjs'

/** Headers by which a proxy may name the origin of a request; any client can write them too. */
const claims = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-real-ip']

/**
 * UNDERSTUDY_TRUST_PROXY: addresses and networks of proxies, by commas, or `loopback`. null when there is none.
 * @throws SetupError with what to write
 */
export function parseTrustedProxies(text) {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) return null
  const list = new BlockList()
  for (const name of names) addTo(list, name)
  return list
}

function addTo(list, name) {
  if (name === 'loopback') {
    list.addSubnet('127.0.0.0', 8, 'ipv4')
    list.addAddress('::1', 'ipv6')
    return
  }
  const [address, bits] = name.split('/')
  const version = isIP(address)
  const most = version === 6 ? 128 : 32
  if (version === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
    throw new SetupError(
      `UNDERSTUDY_TRUST_PROXY: “${name}” is no address or network. Write the proxy’s address like 10.0.0.5, a network like 10.0.0.0/24, or loopback.`,
    )
  }
  list.addSubnet(address, bits === undefined ? most : Number(bits), version === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Writes x-understudy-address and x-understudy-scheme into each request, and removes any client's headers of those names. A proxy's headers
 * count only when it is one of the trusted.
 */
export function createOriginReader(trusted) {
  const isTrusted = (address) => trusted !== null && isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (request) => {
    const { headers, socket } = request
    const peer = toPlain(socket.remoteAddress ?? '')
    const byProxy = isTrusted(peer)
    const address = byProxy ? (findClient(headers['x-forwarded-for'], isTrusted) ?? peer) : peer
    const scheme = byProxy ? headers['x-forwarded-proto']?.split(',').at(-1)?.trim() : socket.encrypted ? 'https' : 'http'
    for (const name of Object.keys(headers)) if (claims.includes(name) || name.startsWith('x-understudy-')) delete headers[name]
    if (isIP(address)) headers['x-understudy-address'] = address
    headers['x-understudy-scheme'] = scheme === 'https' ? 'https' : 'http'
  }
}

/** From the right, where the trusted proxy wrote: the first address that is no trusted proxy. */
function findClient(forwarded, isTrusted) {
  const hops = (forwarded ?? '').split(',').map((hop) => toPlain(hop.trim()))
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) return null
    if (!isTrusted(hop)) return hop
  }
  return null
}

/** Unwraps IPv4-mapped IPv6, brackets and ports. */
function toPlain(address) {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address
  const plain = bare.toLowerCase().startsWith('::ffff:') && isIP(bare.slice(7)) === 4 ? bare.slice(7) : bare
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(plain) ? plain.split(':')[0] : plain
}
