import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MirrorTree, type MirrorNode } from './mirror-tree'

function aNode(path: string, mzxid: number, bytes = 1): MirrorNode {
  const stat = {
    czxid: 1n,
    mzxid: BigInt(mzxid),
    ctime: 1,
    mtime: mzxid,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: '0x0',
    dataLength: bytes,
    numChildren: 0,
    pzxid: 1n,
  }
  return { path, data: new Uint8Array(bytes), stat }
}

const roomy = { maxNodes: 1000, maxTotalBytes: 100_000 }

describe('the tree of a mirror', () => {
  it('The tree of a mirror ignores an older version of a node', () => {
    const tree = new MirrorTree(roomy)
    expect(['changed', 'same', 'same', 'changed']).toEqual([5, 5, 4, 6].map((mzxid) => tree.put(aNode('a', mzxid), false)))
    expect(tree.nodes.get('a')?.stat.mzxid).toBe(6n)
  })

  it('The tree of a mirror accepts a lower version from another history, once', () => {
    const tree = new MirrorTree(roomy)
    tree.put(aNode('a', 9), false)
    tree.startNewHistory()
    expect(tree.put(aNode('a', 2), false)).toBe('changed')
    expect(tree.put(aNode('a', 1), false)).toBe('same')
  })

  it('The tree of a mirror refuses new nodes above its limits unless they are forced, and updates the nodes it has', () => {
    const tree = new MirrorTree({ maxNodes: 2, maxTotalBytes: 100 })
    expect([aNode('a', 1), aNode('b', 1), aNode('c', 1)].map((node) => tree.put(node, false))).toEqual(['changed', 'changed', 'refused'])
    expect(tree.put(aNode('leader', 1), true)).toBe('changed')
    expect(tree.put(aNode('a', 2), false)).toBe('changed')
    expect(tree.put(aNode('a', 3, 200), false)).toBe('refused')
  })

  it('The tree of a mirror has the right nodes, children and bytes after any sequence of changes', () => {
    const path = fc.constantFrom('', 'a', 'a/b', 'a/b/c', 'a/d', 'e', 'e/f')
    const step = fc.oneof(fc.record({ put: path, bytes: fc.nat(20) }), fc.record({ remove: path }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const tree = new MirrorTree(roomy)
        const plain = new Map<string, number>()
        steps.forEach((each, i) => {
          if ('put' in each) {
            tree.put(aNode(each.put, i, each.bytes), false)
            plain.set(each.put, each.bytes)
            return
          }
          const gone = [...plain.keys()].filter((key) => each.remove === '' || key === each.remove || key.startsWith(`${each.remove}/`))
          // A child is only reachable through its parents; the real tree never has one without them.
          const linked = gone.filter((key) => isLinked(key, each.remove))
          expect(tree.remove(each.remove).sort()).toEqual(linked.sort())
          for (const key of linked) plain.delete(key)

          function isLinked(key: string, from: string): boolean {
            if (key === from || (from === '' && key === '')) return true
            const slash = key.lastIndexOf('/')
            const parent = slash < 0 ? '' : key.slice(0, slash)
            return parent === from || (plain.has(parent) && isLinked(parent, from))
          }
        })
        expect([...tree.nodes.keys()].sort()).toEqual([...plain.keys()].sort())
        expect(tree.totalBytes).toBe([...plain.values()].reduce((a, b) => a + b, 0))
      }),
    )
  })
})
