import 'server-only'
import { findLatchSequence, isCuratorMade } from '@/lib/flink/layouts/curator-latch'
import { toElectionPaths, type ElectionPaths } from '@/lib/flink/layouts/election-paths'
import type { HaPathNames } from '@/lib/flink/layouts/types'
import { decodeLeaderInfo } from '@/lib/flink/serialization/leader-info'
import type { ElectionReading, Latch, LeaderZnode, OwnedZnode } from '../decide/election'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ZnodeStat } from '@/lib/sources/zookeeper/messages/stat'

/** Where a cluster's election is, for all that read it. */
export interface ElectionPlace {
  client: ZooKeeperClient
  /** `/flink/default`, absolute below the chroot. */
  root: string
  names: Partial<HaPathNames>
}

/** More than any cluster has; locks beyond it are left to ZooKeeper, which removes them with the session. */
const mostLockFolders = 20_000

/**
 * One fresh reading: `sync` first, then everything that decides. Locks are listed only on request: with thousands of jobs they are
 * thousands of requests, and they decide nothing.
 * @throws ZooKeeperError
 */
export async function readElection(place: ElectionPlace, { withLocks }: { withLocks: boolean }): Promise<ElectionReading> {
  const { client, root } = place
  const paths = toElectionPaths(place.names)
  await client.sync(root)
  const [latches, leaders, hasOlder, locks] = await Promise.all([
    readLatches(place, paths),
    readLeaders(place, paths),
    hasOlderElection(place, paths),
    withLocks ? readLocks(place, paths) : [],
  ])
  const isServing = client.session.state === 'connected'
  const layout = hasOlder ? 'older' : latches !== null ? 'process' : 'none'
  return { at: Date.now(), isFresh: isServing, layout, latches: latches?.places ?? [], strays: latches?.strays ?? [], leaders, locks }
}

interface Line {
  places: Latch[]
  strays: string[]
}

async function readLatches({ client, root }: ElectionPlace, { latches }: ElectionPaths): Promise<Line | null> {
  const folder = `${root}/${latches}`
  const names = await findChildren(client, folder)
  if (names === null) return null
  const found = await Promise.all(
    names.map(async (name) => {
      const path = `${folder}/${name}`
      const sequence = findLatchSequence(name)
      const stat = await client.exists(path)
      const owned = toOwned(path, stat)
      if (owned && sequence !== null) return { ...owned, sequence }
      return stat && name
    }),
  )
  const places = found.filter((one): one is Latch => one !== null && typeof one !== 'string')
  return { places: places.sort((a, b) => a.sequence - b.sequence), strays: found.filter((one) => typeof one === 'string') }
}

async function readLeaders({ client, root }: ElectionPlace, { leaders }: ElectionPaths): Promise<LeaderZnode[]> {
  const found = await Promise.all(
    leaders.map(async ({ component, path: below }) => {
      const path = `${root}/${below}`
      try {
        const { data, stat } = await client.getData(path)
        const owned = toOwned(path, stat)
        return owned ? { ...owned, component, mzxid: toHex(stat.mzxid), ...decode(data) } : null
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    }),
  )
  return found.filter((leader) => leader !== null)
}

/** A leader that cannot be read has no owner: the decision then refuses. */
function decode(data: Uint8Array): Pick<LeaderZnode, 'address' | 'leaderSessionId'> {
  try {
    return decodeLeaderInfo(data) ?? { address: null, leaderSessionId: null }
  } catch {
    return { address: null, leaderSessionId: null }
  }
}

/** Any living member of an election of Flink up to 1.14, whose processes take part in several. */
async function hasOlderElection({ client, root }: ElectionPlace, { olderLatches, componentLatches }: ElectionPaths): Promise<boolean> {
  const [above, ...below] = await Promise.all([olderLatches, ...componentLatches].map((path) => findChildren(client, `${root}/${path}`)))
  if (below.some((members) => members !== null && members.length > 0)) return true
  if (!above || above.length === 0) return false
  if (above.some(isCuratorMade)) return true
  // 1.3 to 1.13 keep the folders without members: an upgraded cluster has them empty.
  const members = await Promise.all(
    above.map(async (name) => {
      const inner = await findChildren(client, `${root}/${olderLatches}/${name}`)
      if (inner?.some(isCuratorMade)) return true
      const deeper = await Promise.all((inner ?? []).map((child) => findChildren(client, `${root}/${olderLatches}/${name}/${child}`)))
      return deeper.some((list) => (list?.length ?? 0) > 0)
    }),
  )
  return members.some(Boolean)
}

/** Locks of graphs, plans, applications and checkpoints, whichever session holds them. */
async function readLocks({ client, root }: ElectionPlace, { locked }: ElectionPaths): Promise<OwnedZnode[]> {
  const pointers = (await Promise.all(locked.map((template) => listTemplate(client, root, template)))).flat()
  const locks = await listAll(
    client,
    pointers.slice(0, mostLockFolders).map((pointer) => `${pointer}/locks`),
  )
  const found = await Promise.all(locks.map(async (path) => toOwned(path, await client.exists(path))))
  return found.filter((lock) => lock !== null)
}

/** All existing znodes of a template; a segment in braces stands for any name. */
async function listTemplate(client: ZooKeeperClient, root: string, template: readonly string[]): Promise<string[]> {
  let paths = [root]
  for (const segment of template) paths = segment.startsWith('{') ? await listAll(client, paths) : paths.map((path) => `${path}/${segment}`)
  return paths
}

async function listAll(client: ZooKeeperClient, folders: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => ((await findChildren(client, folder)) ?? []).map((name) => `${folder}/${name}`)),
  )
  return lists.flat()
}

/** null: there is no such znode. */
async function findChildren(client: ZooKeeperClient, path: string): Promise<readonly string[] | null> {
  try {
    return (await client.getChildren(path)).children
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function toOwned(path: string, stat: ZnodeStat | null): OwnedZnode | null {
  if (!stat || stat.ephemeralOwner === '0x0') return null
  return { path, owner: stat.ephemeralOwner, version: stat.version, czxid: toHex(stat.czxid) }
}

function toHex(zxid: bigint): string {
  return `0x${zxid.toString(16)}`
}

/** Whether ZooKeeper answers that there is no such znode. */
export function isMissing(error: unknown): boolean {
  return ZooKeeperError.is(error) && error.code === 'no-node'
}
