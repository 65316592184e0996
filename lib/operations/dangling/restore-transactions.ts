import 'server-only'
import type { Backup } from './backup-file'

export type SavedZnode = Backup['znodes'][number]

/** ZooKeeper accepts no more than a megabyte at once (`jute.maxbuffer`), names and ACLs included. */
const mostCharacters = 700_000
const mostZnodes = 1_000

/** What is written together: each znode that has no parent in the back-up, with all below it, as far as one packet holds it. */
export function toTransactions(znodes: readonly SavedZnode[]): SavedZnode[][] {
  const paths = new Set(znodes.map(({ path }) => path))
  const topOf = (path: string): string => (paths.has(toParent(path)) ? topOf(toParent(path)) : path)
  const trees = new Map<string, SavedZnode[]>()
  for (const znode of [...znodes].sort((one, other) => one.path.split('/').length - other.path.split('/').length)) {
    const top = topOf(znode.path)
    const tree = trees.get(top)
    if (tree) tree.push(znode)
    else trees.set(top, [znode])
  }
  return [...trees.values()].flatMap(toPackets)
}

function toPackets(parentsFirst: readonly SavedZnode[]): SavedZnode[][] {
  const packets: SavedZnode[][] = []
  let packet: SavedZnode[] = []
  let characters = 0
  for (const znode of parentsFirst) {
    const own = JSON.stringify(znode).length
    if (packet.length > 0 && (characters + own > mostCharacters || packet.length >= mostZnodes)) {
      packets.push(packet)
      packet = []
      characters = 0
    }
    packet.push(znode)
    characters += own
  }
  return [...packets, packet]
}

/** The path of the parent; '' above the first name. */
export function toParent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
