import type { ZooKeeperReader } from './client'
import type { NodeStat } from './jute'

/** Where Flink 1.15 and later keep leadership, below the cluster's own node (ZooKeeperUtils). */
const latch = 'leader/latch'
const record = 'leader/dispatcher/connection_info'

export interface ListedLeader {
  address: string
  leaderSessionId: string
  /** ZooKeeper session that wrote it, hex. */
  session: string
  writtenAt: number
}

/** The election as ZooKeeper has it at one moment. */
export interface Election {
  leader: ListedLeader | null
  /** ZooKeeper sessions in line, the first has the leader's place. */
  line: string[]
}

/** @throws Error when ZooKeeper does not answer */
export async function lookAtElection(reader: ZooKeeperReader, root: string, withinMs: number): Promise<Election> {
  const [info, names] = await Promise.all([reader.getData(`${root}/${record}`, withinMs), reader.getChildren(`${root}/${latch}`, withinMs)])
  const inOrder = (names ?? []).sort((a, b) => toSequence(a) - toSequence(b))
  const stats = await Promise.all(inOrder.map((name) => reader.getData(`${root}/${latch}/${name}`, withinMs)))
  const leader = info && info.data.length > 16 ? readConnectionInfo(info.data, info.stat) : null
  return { leader, line: stats.flatMap((found) => found?.stat.owner ?? []) }
}

/** Completed checkpoints of each job, oldest first: the names are numbers, padded with zeros. @throws Error when ZooKeeper does not answer */
export async function lookAtCheckpoints(reader: ZooKeeperReader, root: string, withinMs: number): Promise<Record<string, string[]>> {
  const jobs = (await reader.getChildren(`${root}/jobs`, withinMs)) ?? []
  const lists = await Promise.all(jobs.map((job) => reader.getChildren(`${root}/jobs/${job}/checkpoints`, withinMs)))
  return Object.fromEntries(jobs.map((job, index) => [job, (lists[index] ?? []).sort().map((name) => name.replace(/^0+(?=\d)/, ''))]))
}

/** Curator numbers the members of a latch by the sequence at the end of the node's name. */
function toSequence(name: string): number {
  return Number(/(?<=-)\d{10}$/.exec(name)?.[0] ?? Number.MAX_SAFE_INTEGER)
}

/**
 * Flink writes `writeUTF(address)` and `writeObject(uuid)` (ZooKeeperLeaderElectionDriver): the address is the first block of the
 * stream, and a java.util.UUID ends with its two longs, the less significant first.
 */
export function readConnectionInfo(data: Buffer, stat: Pick<NodeStat, 'owner' | 'modifiedAt'>): ListedLeader {
  const length = data.readUInt16BE(6)
  const hex = (data.subarray(-8).toString('hex') + data.subarray(-16, -8).toString('hex')).toLowerCase()
  return {
    address: data.toString('utf8', 8, 8 + length),
    leaderSessionId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    session: stat.owner ?? '',
    writtenAt: stat.modifiedAt,
  }
}
