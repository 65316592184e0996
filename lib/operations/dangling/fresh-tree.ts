import 'server-only'
import type { ZnodeLike } from '@/lib/flink/layouts/znode'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'

/** A cluster's whole tree, read by this operation and not remembered from before. */
export interface FreshTree {
  nodes: Map<string, ZnodeLike>
  /** False: more than the limit, or a part is not readable. */
  isWhole: boolean
}

const mostZnodes = 100_000
const atOnce = 200

export async function readFreshTree({ client, root }: ElectionPlace): Promise<FreshTree> {
  await client.sync(root)
  const nodes = new Map<string, ZnodeLike>()
  let isWhole = true
  let level = ['']
  while (level.length > 0 && nodes.size <= mostZnodes) {
    const next: string[] = []
    for (let at = 0; at < level.length; at += atOnce) {
      const found = await Promise.all(level.slice(at, at + atOnce).map((path) => readOne(client, root, path)))
      for (const one of found) {
        if (one === 'denied') isWhole = false
        else if (one) {
          nodes.set(one.node.path, one.node)
          next.push(...one.children)
        }
      }
    }
    level = next
  }
  return { nodes, isWhole: isWhole && nodes.size <= mostZnodes }
}

async function readOne(
  client: ZooKeeperClient,
  root: string,
  path: string,
): Promise<{ node: ZnodeLike; children: string[] } | 'denied' | null> {
  const absolute = path === '' ? root : `${root}/${path}`
  try {
    const [{ data, stat }, { children }] = await Promise.all([client.getData(absolute), client.getChildren(absolute)])
    return { node: { path, data, stat }, children: children.map((name) => (path === '' ? name : `${path}/${name}`)) }
  } catch (error) {
    if (ZooKeeperError.is(error) && error.code === 'no-node') return null
    if (ZooKeeperError.is(error) && error.code === 'no-auth') return 'denied'
    throw error
  }
}
