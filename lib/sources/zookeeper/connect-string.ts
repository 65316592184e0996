import 'server-only'
import { isIPv6 } from 'node:net'
import { ZooKeeperError } from './errors'
import { checkPath } from './paths'

export interface ServerAddress {
  host: string
  port: number
}

export interface ConnectString {
  servers: ServerAddress[]
  /** '' or '/a/b' without a slash at the end */
  chroot: string
}

const defaultPort = 2181
const maxLength = 8192

function refuse(text: string, why: string): never {
  throw new ZooKeeperError('bad-connect-string', `ZooKeeper connect string '${text.slice(0, 200)}': ${why}`)
}

function parsePort(text: string, whole: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535) refuse(whole, `'${text}' is not a port`)
  return port
}

function parseBracketed(item: string, whole: string): ServerAddress {
  const end = item.indexOf(']')
  const host = item.slice(1, end)
  const rest = item.slice(end + 1)
  if (end < 0 || !isIPv6(host)) refuse(whole, `'${item}' is not an IPv6 address in brackets`)
  if (rest === '') return { host, port: defaultPort }
  if (!rest.startsWith(':')) refuse(whole, `'${rest}' after the bracket is not a port`)
  return { host, port: parsePort(rest.slice(1), whole) }
}

function parseServer(item: string, whole: string): ServerAddress {
  if (item.startsWith('[')) return parseBracketed(item, whole)
  const parts = item.split(':')
  if (parts.length > 2) refuse(whole, `'${item}': an IPv6 address needs brackets, as in [::1]:2181`)
  const host = parts[0] ?? ''
  if (!/^[A-Za-z0-9._-]{1,255}$/.test(host)) refuse(whole, `'${host}' is not a host name`)
  return { host, port: parts[1] === undefined ? defaultPort : parsePort(parts[1], whole) }
}

/**
 * `host:port[,host:port]…[/chroot]` as org.apache.zookeeper.client.ConnectStringParser reads it:
 * port 2181 when missing, IPv6 in brackets, white space around the commas. Throws `bad-connect-string`.
 */
export function parseConnectString(text: string): ConnectString {
  if (text.length > maxLength) refuse(text, `longer than ${maxLength} characters`)
  const slash = text.indexOf('/')
  const hosts = slash < 0 ? text : text.slice(0, slash)
  const chroot = slash < 0 ? '' : text.slice(slash).trim()
  const items = hosts
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  if (items.length === 0) refuse(text, 'it names no server')
  const servers = items.map((item) => parseServer(item, text))
  if (chroot === '' || chroot === '/') return { servers, chroot: '' }
  try {
    checkPath(chroot)
  } catch (cause) {
    throw new ZooKeeperError('bad-connect-string', `ZooKeeper connect string '${text.slice(0, 200)}': '${chroot}' is not a path`, { cause })
  }
  return { servers, chroot }
}
