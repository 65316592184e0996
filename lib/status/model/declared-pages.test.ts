import { describe, expect, test } from 'vitest'
import { aComponent, aStoredPage } from '@/lib/testing/a-status'
import { deriveDeclarationChanges, type DeclaredStatusPage } from './declared-pages'

const file = '/etc/understudy.yaml'
const draft = (over: Partial<DeclaredStatusPage> = {}): DeclaredStatusPage => ({
  slug: 'streams',
  title: 'Acme streams',
  description: null,
  isPublished: true,
  thresholdMs: 10_000,
  components: [{ clusterId: 'east', name: 'Order stream', description: null, group: null }],
  ...over,
})

describe('what the file says of pages', () => {
  test('is written where there is none of this address', () => {
    expect(deriveDeclarationChanges({ pages: [draft()], file }, [])).toEqual([{ kind: 'declare', draft: draft(), page: null }])
  })

  test('is left alone where it is so already, other times and ids notwithstanding', () => {
    expect(deriveDeclarationChanges({ pages: [draft()], file }, [aStoredPage({ declaredIn: file, updatedAt: 1 })])).toEqual([])
  })

  test.each([
    ['the title', draft({ title: 'Streams' })],
    ['whether it is published', draft({ isPublished: false })],
    ['a public name', draft({ components: [{ ...draft().components[0]!, name: 'Orders' }] })],
    ['a group', draft({ components: [{ ...draft().components[0]!, group: 'Core' }] })],
    ['the services', draft({ components: [] })],
  ])('wins over %s as it was', (_what, changed) => {
    const page = aStoredPage({ declaredIn: file })
    expect(deriveDeclarationChanges({ pages: [changed], file }, [page])).toEqual([{ kind: 'declare', draft: changed, page }])
  })

  test('takes a page over that was made in the browser, and one that another file declared', () => {
    for (const declaredIn of [null, '/elsewhere.yaml']) {
      const page = aStoredPage({ declaredIn })
      expect(deriveDeclarationChanges({ pages: [draft()], file }, [page])).toEqual([{ kind: 'declare', draft: draft(), page }])
    }
  })

  test('gives a page back that it says nothing of any more, and leaves those of the browser alone', () => {
    const gone = aStoredPage({ id: 'p2', slug: 'gone', declaredIn: file })
    const own = aStoredPage({ id: 'p3', slug: 'own', components: [aComponent({ clusterId: 'west' })] })
    expect(deriveDeclarationChanges({ pages: [], file: null }, [gone, own])).toEqual([{ kind: 'release', page: gone }])
  })
})
