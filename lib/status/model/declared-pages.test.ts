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

describe('deriveDeclarationChanges', () => {
  test('A declared page is created when none has its address', () => {
    expect(deriveDeclarationChanges({ pages: [draft()], file }, [])).toEqual([{ kind: 'declare', draft: draft(), page: null }])
  })

  test('A declared page that already matches is left alone, whatever its times and ids', () => {
    expect(deriveDeclarationChanges({ pages: [draft()], file }, [aStoredPage({ declaredIn: file, updatedAt: 1 })])).toEqual([])
  })

  test.each([
    ['the title', draft({ title: 'Streams' })],
    ['whether it is published', draft({ isPublished: false })],
    ['a public name', draft({ components: [{ ...draft().components[0]!, name: 'Orders' }] })],
    ['a group', draft({ components: [{ ...draft().components[0]!, group: 'Core' }] })],
    ['the services', draft({ components: [] })],
  ])('The declaration wins over %s of the stored page', (_what, changed) => {
    const page = aStoredPage({ declaredIn: file })
    expect(deriveDeclarationChanges({ pages: [changed], file }, [page])).toEqual([{ kind: 'declare', draft: changed, page }])
  })

  test('The declaration takes over a page made in the browser or declared by another file', () => {
    for (const declaredIn of [null, '/elsewhere.yaml']) {
      const page = aStoredPage({ declaredIn })
      expect(deriveDeclarationChanges({ pages: [draft()], file }, [page])).toEqual([{ kind: 'declare', draft: draft(), page }])
    }
  })

  test('A page that is no longer declared is released, and pages of the browser are left alone', () => {
    const gone = aStoredPage({ id: 'p2', slug: 'gone', declaredIn: file })
    const own = aStoredPage({ id: 'p3', slug: 'own', components: [aComponent({ clusterId: 'west' })] })
    expect(deriveDeclarationChanges({ pages: [], file: null }, [gone, own])).toEqual([{ kind: 'release', page: gone }])
  })
})
