import { expect, test } from 'vitest'
import { AccessError } from '@/lib/access/errors'
import { HttpError } from './errors'
import { toErrorResponse } from './respond'

const told = async (error: unknown) => {
  const answer = toErrorResponse(error)
  return [answer.status, ((await answer.json()) as { error: { code: string; message: string } }).error]
}

/** What another bundle of the built app throws: the same name, another class. */
class FromAnotherBundle extends Error {
  override readonly name = 'HttpError'
  readonly detail = { operation: 'o1' }
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

test('a refusal of what lives on globalThis is told as it is, whichever bundle made it', async () => {
  expect(await told(new HttpError('leader-changed', 'Another leads.'))).toEqual([
    409,
    { code: 'leader-changed', message: 'Another leads.' },
  ])
  expect(await told(new FromAnotherBundle('leader-changed', 'Another leads.'))).toEqual([
    409,
    { code: 'leader-changed', message: 'Another leads.', detail: { operation: 'o1' } },
  ])
})

test('anything else keeps its message to the log', async () => {
  for (const error of [new FromAnotherBundle('/etc/passwd', 'secret'), new Error('secret'), 'secret', null])
    expect(await told(error)).toEqual([500, { code: 'internal', message: expect.not.stringContaining('secret') }])
})

test('who tried too often is told how long to wait, in words and for programs', async () => {
  const answer = toErrorResponse(new AccessError('too-many-attempts', 'Try again in 2 min.', 120))
  expect([answer.status, answer.headers.get('retry-after'), ((await answer.json()) as { error: object }).error]).toEqual([
    429,
    '120',
    { code: 'too-many-attempts', message: 'Try again in 2 min.', detail: { retryAfterSeconds: 120 } },
  ])
})
