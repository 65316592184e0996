import fc from 'fast-check'
import { compare } from 'fast-json-patch'
import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { applyPatch, PatchMismatch } from './apply-patch'

describe('applyPatch', () => {
  it('The patch between two documents turns the first into the second and leaves the original unchanged', () => {
    // What comes over the wire: JSON has no -0, and the server names no key __proto__.
    const json = () =>
      fc
        .dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          fc.jsonValue(),
        )
        .map((value) => JSON.parse(JSON.stringify(value)) as object)
        .filter((value) => !JSON.stringify(value).includes('__proto__'))
    fc.assert(
      fc.property(json(), json(), (before, after) => {
        const kept = structuredClone(before)
        expect(applyPatch(before, compare(before, after))).toEqual(after)
        expect(before).toEqual(kept)
      }),
      { numRuns: 300 },
    )
  })

  it('A patch keeps every unchanged part the same object', () => {
    const before = aSnapshot()
    const after = applyPatch(before, [{ op: 'replace', path: '/recovery/jobs/1/state', value: 'restarting' }])
    expect(after.recovery.jobs[1]?.state).toBe('restarting')
    expect(after.recovery.jobs[0]).toBe(before.recovery.jobs[0])
    expect(after.leader).toBe(before.leader)
    expect(after.recovery).not.toBe(before.recovery)
    expect(before.recovery.jobs[1]?.state).toBe('running')
  })

  it('A container is copied once per batch, however many operations touch it', () => {
    const before = { list: [1, 2, 3] }
    const after = applyPatch(before, [
      { op: 'remove', path: '/list/0' },
      { op: 'add', path: '/list/-', value: 4 },
      { op: 'add', path: '/list/1', value: 9 },
    ])
    expect(after).toEqual({ list: [2, 9, 3, 4] })
    expect(before).toEqual({ list: [1, 2, 3] })
  })

  it('A batch resolves a path again after an earlier operation replaced part of it', () => {
    const patch = [
      { op: 'replace', path: '/list/0/a', value: 2 },
      { op: 'remove', path: '/list/0' },
      { op: 'replace', path: '/list/0/a', value: 3 },
      { op: 'replace', path: '/list', value: [{ a: 4 }] },
      { op: 'add', path: '/list/0/b', value: 5 },
      { op: 'replace', path: '', value: { c: {} } },
      { op: 'add', path: '/c/d', value: 6 },
      { op: 'replace', path: '', value: { c: { e: 7 } } },
      { op: 'replace', path: '/c/e', value: 8 },
    ]
    expect([...patch.keys()].map((i) => applyPatch<unknown>({ list: [{ a: 1 }, { a: 1 }] }, patch.slice(0, i + 1)))).toEqual([
      { list: [{ a: 2 }, { a: 1 }] },
      { list: [{ a: 1 }] },
      { list: [{ a: 3 }] },
      { list: [{ a: 4 }] },
      { list: [{ a: 4, b: 5 }] },
      { c: {} },
      { c: { d: 6 } },
      { c: { e: 7 } },
      { c: { e: 8 } },
    ])
  })

  it.each([
    [{ op: 'replace', path: '/nowhere', value: 1 }],
    [{ op: 'remove', path: '/list/7' }],
    [{ op: 'add', path: '/list/9', value: 1 }],
    [{ op: 'add', path: '/list/01', value: 1 }],
    [{ op: 'replace', path: '/list/0/deeper', value: 1 }],
    [{ op: 'move', path: '/list/0' }],
    [{ op: 'remove', path: '' }],
    [{ op: 'replace', path: 'list', value: 1 }],
    [{ op: 'replace', path: 'list/0', value: 1 }],
    [{ op: 'replace', path: '/list/0/', value: 1 }],
  ])('The mismatched patch %j is refused', (operation) => {
    expect(() => applyPatch({ list: [1] }, [operation])).toThrow(PatchMismatch)
  })

  it('A patch cannot reach a prototype through its path', () => {
    expect(() => applyPatch({}, [{ op: 'add', path: '/__proto__/polluted', value: true }])).toThrow(PatchMismatch)
    const changed = applyPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }])
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype)
  })
})
