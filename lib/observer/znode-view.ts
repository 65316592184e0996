import 'server-only'
import { hideUrlPasswords } from '@/lib/base/url-passwords'
import { describeZnode } from '@/lib/flink/layouts/describe-znode'
import { compileLayouts } from '@/lib/flink/layouts/compiled-layouts'
import type { HaPathNames, HaTree } from '@/lib/flink/layouts/types'
import type { MirrorNode } from '@/lib/sources/zookeeper/mirror-tree'
import type { ZnodeView } from '@/lib/model/znode-view'

const shownBytes = 512
const shownChildren = 500

/** One mirrored znode for the browser: decoded by the layout of its era, with raw bytes. Nothing is requested from ZooKeeper. */
export function toZnodeView(
  nodes: ReadonlyMap<string, MirrorNode>,
  path: string,
  tree: HaTree | null,
  pathNames: Partial<HaPathNames>,
): ZnodeView | null {
  const node = nodes.get(path)
  if (!node) return null
  const layouts = compileLayouts(pathNames)
  const era = tree?.era ?? 'none'
  const described = describeZnode(path, node, era, layouts)
  const decoded = hideInside(described.decoded)
  const names = listChildren(nodes, path)
  return {
    path,
    stat: toStat(node),
    role: described.role,
    decoded: decoded.shown,
    problem: node.problem ?? described.problem ?? null,
    children: names.slice(0, shownChildren).map((name) => {
      const childPath = path === '' ? name : `${path}/${name}`
      const child = nodes.get(childPath)
      return { name, role: child ? describeZnode(childPath, child, era, layouts).role : null }
    }),
    childrenTotal: names.length,
    sizeBytes: node.stat.dataLength,
    // The bytes contain the same password.
    hex: node.data === null || decoded.isHidden ? null : Buffer.from(node.data.subarray(0, shownBytes)).toString('hex'),
  }
}

function hideInside(decoded: unknown): { shown: unknown; isHidden: boolean } {
  const text = JSON.stringify(decoded) ?? 'null'
  const shown = hideUrlPasswords(text)
  return shown === text ? { shown: decoded, isHidden: false } : { shown: JSON.parse(shown), isHidden: true }
}

function listChildren(nodes: ReadonlyMap<string, MirrorNode>, path: string): string[] {
  const prefix = path === '' ? '' : `${path}/`
  const names: string[] = []
  for (const candidate of nodes.keys()) {
    if (candidate === '' || !candidate.startsWith(prefix)) continue
    const name = candidate.slice(prefix.length)
    if (name !== '' && !name.includes('/')) names.push(name)
  }
  return names.sort()
}

function toStat({ stat }: MirrorNode): Record<string, string | number> {
  return {
    czxid: `0x${stat.czxid.toString(16)}`,
    mzxid: `0x${stat.mzxid.toString(16)}`,
    pzxid: `0x${stat.pzxid.toString(16)}`,
    ctime: new Date(stat.ctime).toISOString(),
    mtime: new Date(stat.mtime).toISOString(),
    version: stat.version,
    cversion: stat.cversion,
    ephemeralOwner: stat.ephemeralOwner,
    dataLength: stat.dataLength,
    numChildren: stat.numChildren,
  }
}
