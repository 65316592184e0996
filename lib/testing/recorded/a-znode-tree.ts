import type { ZnodeLike, ZnodeTree } from '@/lib/flink/layouts/znode'

/** Overrides of a made-up znode; persistent and empty by default. */
export interface ZnodeParts { data?: Uint8Array | string | null; owner?: string; zxid?: number; time?: number }

export function aZnode(path: string, { data = '', owner = '0x0', zxid = 1, time = 1_800_000_000_000 }: ZnodeParts = {}): ZnodeLike {
  return {
    path,
    data: typeof data === 'string' ? new Uint8Array(Buffer.from(data, 'latin1')) : data,
    stat: { czxid: BigInt(zxid), mzxid: BigInt(zxid), ctime: time, mtime: time, version: 0, ephemeralOwner: owner, numChildren: 0 },
  }
}

/** A tree from path → overrides; parents are added as empty persistent nodes. */
export function aZnodeTree(nodes: Record<string, ZnodeParts>): ZnodeTree {
  const tree = new Map<string, ZnodeLike>([['', aZnode('')]])
  for (const [path, parts] of Object.entries(nodes)) {
    const segments = path.split('/')
    for (let i = 1; i < segments.length; i++) {
      const parent = segments.slice(0, i).join('/')
      if (!tree.has(parent)) tree.set(parent, aZnode(parent))
    }
    tree.set(path, aZnode(path, parts))
  }
  return tree
}

/** Leader information as Flink writes it, for addresses up to 253 bytes. */
export function leaderInfoBytes(address: string, uuid: string): Uint8Array {
  const text = Buffer.from(address)
  const hex = uuid.replaceAll('-', '')
  const descriptor = Buffer.concat([
    Buffer.from('73 72 00 0e'.replaceAll(' ', ''), 'hex'), Buffer.from('java.util.UUID'),
    Buffer.from('bc9903f7986d852f 02 0002 4a 000c'.replaceAll(' ', ''), 'hex'), Buffer.from('leastSigBits'),
    Buffer.from('4a000b', 'hex'), Buffer.from('mostSigBits'), Buffer.from('7870', 'hex'),
  ])
  const head = Buffer.from([0xac, 0xed, 0, 5, 0x77, text.length + 2, 0, text.length])
  return new Uint8Array(Buffer.concat([head, text, descriptor, Buffer.from(hex.slice(16) + hex.slice(0, 16), 'hex')]))
}
