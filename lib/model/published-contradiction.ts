import { findHostPort, hostsAgree } from './hosts-agree'

/** What a leader published of itself in ZooKeeper. */
export interface PublishedAddresses {
  rpcAddress: string
  restAddress: string
}

/**
 * The published addresses and the process's, where they differ.
 * @returns null: they are the same, or the session does not lead
 */
export function findPublishedContradiction(
  { published, zkSessionId }: { published: PublishedAddresses | null; zkSessionId: string },
  { host, pid, rpcPort, restPort }: { host: string; pid: number; rpcPort: number; restPort: number },
  addresses: ReadonlyMap<string, readonly string[]>,
): string | null {
  if (!published) return null
  const isSame = (address: string, port: number) => {
    const there = findHostPort(address)
    return !!there && there.port === port && hostsAgree(there.host, host.toLowerCase(), addresses)
  }
  if (isSame(published.rpcAddress, rpcPort) && isSame(published.restAddress, restPort)) return null
  return `ZooKeeper publishes ${published.rpcAddress} and ${published.restAddress} for session ${zkSessionId}, but pid ${pid} on ${host} holds ports ${rpcPort} and ${restPort}`
}
