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

describe('cluster ids', () => {
  test.each(['east', 'East_1.b-2', 'a', 'x'.repeat(64)])('The text %s is a cluster id', (id) => expect(readClusterId(id)).toBe(id))
  test.each(['', '.', '..', '-a', 'a/b', 'a b', 'ä', 'x'.repeat(65), 'east\n', '%65'])('The text %j is refused as a cluster id', (id) =>
    expect(refused(() => readClusterId(id))).toBe('bad-request'),
  )
})

describe('time ranges', () => {
  test('A range without bounds is open on both sides', () => expect(readRange(asked({}))).toEqual({ from: -Infinity, to: Infinity }))

  test('A range is read with its time zone offsets', () => {
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
  ])('The range %j is refused', (query) => expect(refused(() => readRange(asked(query as Record<string, string>)))).toBe('bad-request'))
})

describe('znode paths', () => {
  test('A znode path is relative to the root, with or without a leading slash', () => {
    expect(['', '/', 'leader/latch', '/leader/latch'].map((path) => readZnodePath(asked({ path })))).toEqual([
      '',
      '',
      'leader/latch',
      'leader/latch',
    ])
    expect(readZnodePath(asked({}))).toBe('')
  })

  test.each(['//', 'a//b', 'a/', '..', 'a/../b', './a', 'a\u0000b', 'a\u001b', 'x'.repeat(1025), '\ud800'])(
    'The znode path %j is refused',
    (path) => expect(refused(() => readZnodePath(asked({ path })))).toBe('bad-request'),
  )

  test('Any znode path is either read or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (path) => {
        expect(refused(() => readZnodePath(asked({ path })))).toSatisfy(
          (outcome) => outcome === 'bad-request' || typeof outcome === 'object',
        )
      }),
    )
  })
})

test('A missing, empty or overlong master is refused', () => {
  expect(readMaster(asked({ master: 'jm1:8081' }))).toBe('jm1:8081')
  expect([
    refused(() => readMaster(asked({}))),
    refused(() => readMaster(asked({ master: '' }))),
    refused(() => readMaster(asked({ master: 'x'.repeat(301) }))),
  ]).toEqual(['bad-request', 'bad-request', 'bad-request'])
})
