import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HttpError } from './errors'
import { readClusterId, readMaster, readRange, readZnodePath } from './read-request'

const asked = (query: Record<string, string>) => new Request(`http://localhost/?${new URLSearchParams(query)}`)
const refused = (read: () => unknown) => {
  try {
    return { took: read() }
  } catch (error) {
    return HttpError.is(error) ? error.code : error
  }
}

describe('ids', () => {
  test.each(['east', 'East_1.b-2', 'a', 'x'.repeat(64)])('%s is one', (id) => expect(readClusterId(id)).toBe(id))
  test.each(['', '.', '..', '-a', 'a/b', 'a b', 'ä', 'x'.repeat(65), 'east\n', '%65'])('%j is not', (id) =>
    expect(refused(() => readClusterId(id))).toBe('bad-request'),
  )
})

describe('ranges', () => {
  test('are open where nothing is said', () => expect(readRange(asked({}))).toEqual({ from: -Infinity, to: Infinity }))

  test('are read with their offset', () => {
    expect(readRange(asked({ from: '2026-03-14T13:00:00+01:00', to: '2026-03-14T12:00:00.001Z' }))).toEqual({
      from: Date.parse('2026-03-14T12:00:00Z'),
      to: Date.parse('2026-03-14T12:00:00.001Z'),
    })
  })

  test.each([
    { from: 'yesterday' },
    { to: '1700000000' },
    { from: '2026-03-14' },
    { from: '' },
    { from: '2026-03-14T12:00:00Z', to: '2026-03-14T11:00:00Z' },
  ])('%j is none', (query) => expect(refused(() => readRange(asked(query as Record<string, string>)))).toBe('bad-request'))
})

describe('paths', () => {
  test('are relative to the root, with or without a leading slash', () => {
    expect(['', '/', 'leader/latch', '/leader/latch'].map((path) => readZnodePath(asked({ path })))).toEqual([
      '',
      '',
      'leader/latch',
      'leader/latch',
    ])
    expect(readZnodePath(asked({}))).toBe('')
  })

  test.each(['//', 'a//b', 'a/', '..', 'a/../b', './a', 'a\u0000b', 'a\u001b', 'x'.repeat(1025), '\ud800'])('%j is none', (path) =>
    expect(refused(() => readZnodePath(asked({ path })))).toBe('bad-request'),
  )

  test('whatever is asked is read or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (path) => {
        expect(refused(() => readZnodePath(asked({ path })))).toSatisfy(
          (outcome) => outcome === 'bad-request' || typeof outcome === 'object',
        )
      }),
    )
  })
})

test('a master has to be named', () => {
  expect(readMaster(asked({ master: 'jm1:8081' }))).toBe('jm1:8081')
  expect([
    refused(() => readMaster(asked({}))),
    refused(() => readMaster(asked({ master: '' }))),
    refused(() => readMaster(asked({ master: 'x'.repeat(301) }))),
  ]).toEqual(['bad-request', 'bad-request', 'bad-request'])
})
