import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareUnchanged } from './share-unchanged'

describe('shareUnchanged', () => {
  it('An unchanged value gives back the previous object', () => {
    const before = { a: [1, { b: 'x' }], c: null }
    expect(shareUnchanged(before, structuredClone(before))).toBe(before)
  })

  it('Unchanged parts are shared and no others', () => {
    const before = { left: { a: 1 }, right: [{ b: 1 }, { b: 2 }] }
    const shared = shareUnchanged(before, { left: { a: 1 }, right: [{ b: 1 }, { b: 3 }] })
    expect(shared.left).toBe(before.left)
    expect(shared.right[0]).toBe(before.right[0])
    expect(shared.right[1]).toEqual({ b: 3 })
  })

  it('The shared result always equals the new value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, next) => {
        expect(shareUnchanged(before, next)).toEqual(next)
      }),
    )
  })

  it('A key named like __proto__ is treated as a plain key', () => {
    const before = JSON.parse('{"__proto__":{"a":1},"b":[1]}') as Record<string, unknown>
    const next = JSON.parse('{"__proto__":{"a":1},"b":[2]}') as Record<string, unknown>
    const shared = shareUnchanged(before, next)
    expect(JSON.stringify(shared)).toBe('{"__proto__":{"a":1},"b":[2]}')
    expect(Object.getPrototypeOf(shared)).toBe(Object.prototype)
    expect(Object.keys(shareUnchanged<Record<string, unknown>>({ a: 1 }, { b: undefined }))).toEqual(['b'])
  })

  it('A removed key and a shorter array are recognised', () => {
    expect(shareUnchanged<Record<string, number>>({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 })
    expect(shareUnchanged([1, 2], [1])).toEqual([1])
  })
})
