import { findPort, isHost } from './host'
import type { PropertyLine } from './java-properties'

/** A line `server.N=…` of zoo.cfg: one member of the ensemble. */
export interface ZooServer {
  id: number
  host: string
  /** 2888 where the line has none: Flink's wrapper adds it. */
  peerPort: number
  /** 3888 where the line has none. */
  leaderPort: number
  role: 'participant' | 'observer'
  /** After `;`: client port of this member; null: `clientPort` of the file applies. */
  clientPort: number | null
  /** From 1. */
  line: number
  text: string
}

/**
 * `server.N=host[:peerPort[:leaderPort[:role]]][;[address:]clientPort]` (ZooKeeper's QuorumPeer.QuorumServer; the ports
 * may be missing only because FlinkZooKeeperQuorumPeer adds them). Of several addresses (`a:1:2|b:1:2`) the first is used.
 * @returns null when it is no member
 */
export function readZooServer({ key, value, line }: PropertyLine): ZooServer | null {
  const id = /^server\.(\d{1,9})$/.exec(key)?.[1]
  const [address = '', client] = value.split(';', 2).map((part) => part.trim())
  const peer = readAddress(address.split('|', 1)[0]?.trim() ?? '')
  const clientPort = client === undefined ? undefined : findPort(client.slice(client.lastIndexOf(':') + 1))
  if (id === undefined || peer === null || clientPort === null) return null
  return { id: Number(id), ...peer, clientPort: clientPort ?? null, line, text: `${key}=${value}` }
}

function readAddress(address: string): Pick<ZooServer, 'host' | 'peerPort' | 'leaderPort' | 'role'> | null {
  const match = /^(?:\[([^\]]*)\]|([^:[\]|]*))(?::(\d{1,5}))?(?::(\d{1,5}))?(?::(\w{1,20}))?$/.exec(address)
  if (!match) return null
  const host = match[1] ?? match[2] ?? ''
  const peerPort = findPort(match[3] ?? '2888')
  const leaderPort = findPort(match[4] ?? '3888')
  const role = findRole(match[5])
  return isHost(host) && peerPort !== null && leaderPort !== null && role ? { host, peerPort, leaderPort, role } : null
}

function findRole(text: string | undefined): ZooServer['role'] | null {
  const role = (text ?? 'participant').toLowerCase()
  return role === 'participant' || role === 'observer' ? role : null
}
