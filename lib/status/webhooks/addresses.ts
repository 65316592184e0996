import 'server-only'
import { BlockList, isIP } from 'node:net'

/** Networks that are not part of the public internet: RFC 6890 and its successors. */
const reserved4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** In IPv6 only 2000::/3 is public, except for networks that carry another address inside or are for documentation. */
const reserved6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const refused = toBlockList([...reserved4, ...reserved6])
const public6 = toBlockList(['2000::/3'])

/** @param allowed networks that were allowed on purpose: `UNDERSTUDY_WEBHOOKS_ALLOW`, separated by commas */
export function isAllowedAddress(address: string, allowed: BlockList | null): boolean {
  const plain = toPlain(address)
  const family = isIP(plain)
  if (family === 0) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  if (allowed?.check(plain, kind)) return true
  if (refused.check(plain, kind)) return false
  return family === 4 || public6.check(plain, 'ipv6')
}

/** ::ffff:127.0.0.1 is 127.0.0.1, in either notation. */
function toPlain(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (dotted) return dotted
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (!hex) return address.split('%', 1)[0]!
  const [high, low] = [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16)]
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

/** @throws Error that names the invalid network */
export function readAllowed(text: string | undefined): BlockList | null {
  const networks = (text ?? '')
    .split(',')
    .map((network) => network.trim())
    .filter((network) => network !== '')
  return networks.length === 0 ? null : toBlockList(networks)
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address)
    const most = family === 4 ? 32 : 128
    const prefix = bits === undefined ? most : Number(bits)
    if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > most)
      throw new Error(`“${network.slice(0, 60)}” is no network. Write them like 10.0.0.0/8,fd00::/8.`)
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
