import { findHostPort, hostsAgree, hostsDiffer } from './hosts-agree'

/** What a leader published of itself in ZooKeeper. */
export interface PublishedAddresses {
  rpcAddress: string
  restAddress: string
}

type Publisher = { published: PublishedAddresses | null; zkSessionId: string }
type Holder = { host: string; pid: number; rpcPort: number; restPort: number }
type Addresses = ReadonlyMap<string, readonly string[]>

/**
 * The published addresses and the process's, where they are proven to differ: good enough to show what the process is.
 * @returns null: they may be the same, or the session does not lead
 */
export function findPublishedContradiction({ published, zkSessionId }: Publisher, holder: Holder, addresses: Addresses): string | null {
  if (!published) return null
  const { host, pid, rpcPort, restPort } = holder
  const differs = (address: string, port: number) => {
    const there = findHostPort(address)
    return there?.port !== port || hostsDiffer(there.host, host, addresses)
  }
  if (!differs(published.rpcAddress, rpcPort) && !differs(published.restAddress, restPort)) return null
  return `ZooKeeper publishes ${published.rpcAddress} and ${published.restAddress} for session ${zkSessionId}, but pid ${pid} on ${host} holds ports ${rpcPort} and ${restPort}`
}

/**
 * As `findPublishedContradiction`, before anything is done to the process: a name that cannot be compared is a reason too.
 * @returns null: they are the same, or the session does not lead
 */
export function findPublishedDoubt(publisher: Publisher, holder: Holder, addresses: Addresses): string | null {
  const contradiction = findPublishedContradiction(publisher, holder, addresses)
  if (contradiction !== null || !publisher.published) return contradiction
  const hosts = [publisher.published.rpcAddress, publisher.published.restAddress].map((address) => findHostPort(address)?.host ?? '')
  const unlike = hosts.find((host) => !hostsAgree(host, holder.host, addresses))
  if (unlike === undefined) return null
  return `ZooKeeper publishes ${unlike} for session ${publisher.zkSessionId}, and whether that is ${holder.host} is not known: where this console runs, one of the two names is not resolved or is loopback`
}
