import { findPort, isHost, toHostPort } from './host'
import { makeProblem, quoteForSentence, type LineProblem } from './problem'

export interface ConfiguredServer {
  host: string
  port: number
}

export interface ZooKeeperQuorum {
  members: ConfiguredServer[]
  /** Path after the members, above all znode paths, e.g. `/shared`; '' for none. */
  chroot: string
  /** `host:port,…` with the chroot, for a ZooKeeper client; null when there is no usable member. */
  connectString: string | null
  problems: LineProblem[]
}

const maxMembers = 100
const defaultClientPort = 2181

/**
 * Reads `…zookeeper.quorum`, a ZooKeeper connect string: `host:port,…[/chroot]`, parsed by ZooKeeper's
 * `ConnectStringParser`: spaces around members are trimmed, a missing port is 2181, IPv6 is in brackets. Never throws.
 */
export function parseQuorum(text: string): ZooKeeperQuorum {
  const problems: LineProblem[] = []
  const members: ConfiguredServer[] = []
  const { hosts, chroot } = cutChroot(text.trim(), problems)
  const parts = hosts.split(',', maxMembers + 1).map((part) => part.trim())
  if (parts.length > maxMembers)
    problems.push(bad('too-large', `The quorum names more than ${maxMembers} members; the rest is not read here.`))
  for (const part of parts.slice(0, maxMembers)) {
    const member = part === '' ? null : readMember(part, problems)
    if (!member) continue
    if (members.some(({ host, port }) => host === member.host && port === member.port)) problems.push(twice(part))
    else members.push(member)
  }
  if (members.length === 0) problems.push(bad('empty', 'The quorum names no ZooKeeper server.'))
  const connectString = members.map(({ host, port }) => toHostPort(host, port)).join(',') + chroot
  return { members, chroot, connectString: members.length > 0 ? connectString : null, problems }
}

function cutChroot(text: string, problems: LineProblem[]): { hosts: string; chroot: string } {
  const slash = text.indexOf('/')
  if (slash < 0) return { hosts: text, chroot: '' }
  const path = text.slice(slash).replace(/\/$/, '')
  // Control characters, empty and dot segments: what ZooKeeper's PathUtils.validatePath refuses.
  const valid = path === '' || (path.length <= 1_000 && /^(?:\/(?!\.{1,2}(?:\/|$))[^/\p{Cc},]+)+$/u.test(path))
  if (!valid) problems.push(bad('bad-member', `The path ${quoteForSentence(path)} after the members is no znode path.`))
  return { hosts: text.slice(0, slash), chroot: valid ? path : '' }
}

function readMember(part: string, problems: LineProblem[]): ConfiguredServer | null {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(part)
  const host = match?.[1] ?? match?.[2] ?? ''
  const portText = match?.[3]
  const port = portText === undefined ? defaultClientPort : findPort(portText)
  if (!match || !isHost(host) || port === null || port === 0) {
    problems.push(bad('bad-member', `${quoteForSentence(part)} is no ZooKeeper server.`))
    return null
  }
  if (portText === undefined) problems.push(withoutPort(host))
  return { host, port }
}

function withoutPort(host: string): LineProblem {
  return makeProblem(
    'missing-port',
    'warning',
    {},
    `The quorum member ${host} has no port; ZooKeeper's client takes ${defaultClientPort}.`,
    `Write ${host}:${defaultClientPort}.`,
  )
}

function twice(part: string): LineProblem {
  return makeProblem(
    'duplicate-line',
    'warning',
    {},
    `${quoteForSentence(part)} is in the quorum twice.`,
    'Name each ZooKeeper server once.',
  )
}

function bad(code: 'too-large' | 'empty' | 'bad-member', sentence: string): LineProblem {
  return makeProblem(
    code,
    'error',
    {},
    sentence,
    'Write host:port for each ZooKeeper server, with commas between them, e.g. zk1:2181,zk2:2181,zk3:2181.',
  )
}
