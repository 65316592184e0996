import { expect, test, vi } from 'vitest'
import { AccessError } from '@/lib/access/errors'
import { OperationRefused } from '@/lib/model/operation-refused'
import { HttpError } from './errors'
import { respondError } from './respond'

const told = async (error: unknown) => {
  const answer = respondError(error)
  return [answer.status, ((await answer.json()) as { error: { code: string; message: string } }).error]
}

/** What another bundle of the built app throws: the same class in a copy of its own. */
async function loadElsewhere() {
  vi.resetModules()
  return { ...(await import('./errors')), ...(await import('@/lib/model/operation-refused')) }
}

test('A refusal is answered with its code and message, whichever bundle created it', async () => {
  const elsewhere = await loadElsewhere()
  expect(elsewhere.HttpError).not.toBe(HttpError)
  const said = { code: 'leader-changed', message: 'Another leads.', detail: { operation: 'o1' } } as const
  for (const Refusal of [HttpError, OperationRefused, elsewhere.HttpError, elsewhere.OperationRefused])
    expect(await told(new Refusal(said.code, said.message, said.detail))).toEqual([409, said])
})

test('An unexpected error keeps its message to the log', async () => {
  for (const error of [Object.assign(new Error('secret'), { name: 'HttpError', code: '/etc/passwd' }), new Error('secret'), 'secret', null])
    expect(await told(error)).toEqual([500, { code: 'internal', message: expect.not.stringContaining('secret') }])
})

test('A rate-limited request is told how long to wait, in words and in a header', async () => {
  const answer = respondError(new AccessError('too-many-attempts', 'Try again in 2 min.', 120))
  expect([answer.status, answer.headers.get('retry-after'), ((await answer.json()) as { error: object }).error]).toEqual([
    429,
    '120',
    { code: 'too-many-attempts', message: 'Try again in 2 min.', detail: { retryAfterSeconds: 120 } },
  ])
})
