import { describe, expect, it } from 'vitest'
import type { OperationRecord } from '@/lib/model/operation'
import { toAbortError, toEmergencyError } from './live-operation'
import { runOperation, type RunInput } from './run-operation'
import { OperationError, type OperationErrorCode } from './verb'

const titles = ['Stop it', 'Kill it', 'Start it']

/** Three steps; the one at `place` fails with this error, and is ended while it runs. */
async function runEnded(place: number, error: Error, toReason: (record: OperationRecord) => OperationError) {
  const steps = titles.map((title) => ({ id: title, title, state: 'waiting', detail: null }))
  const record = { steps, step: null, plan: { expectedLeaderSessionId: null } } as unknown as OperationRecord
  const end = new AbortController()
  const run = async (index: number) => {
    if (index !== place) return 'Done.'
    end.abort(toReason(record))
    throw error
  }
  const draft = { guardsLeader: false, steps: titles.map((_, index) => ({ run: () => run(index) })), verify: async () => 'It is so.' }
  const nothing = () => undefined
  const input = { record, draft, signal: end.signal, save: async () => undefined, changed: nothing, onError: nothing }
  const { state, result } = await runOperation(input as unknown as RunInput)
  return { state, result, steps: record.steps.map((step) => step.state) }
}
const fail = (code: OperationErrorCode) => new OperationError(code, `It ended with ${code}.`)

describe('a step that is ended while it looks', () => {
  it.each([0, 1])('An operation whose step %s is ended and refuses for it is aborted and says who ended it', async (place) => {
    const steps = ['done', 'done', 'skipped'].map((state, index) => (index === place ? 'aborted' : index > place ? 'skipped' : state))
    expect(await runEnded(place, fail('refused'), (record) => toAbortError(record, 'Olga'))).toEqual({
      state: 'aborted',
      result: expect.stringMatching(/^Olga ended it\./) as string,
      steps,
    })
    expect(await runEnded(place, fail('refused'), () => toEmergencyError('Olga'))).toEqual({
      state: 'aborted',
      result: expect.stringMatching(/^Olga triggered the emergency stop/) as string,
      steps,
    })
  })

  it.each(['host', 'command-failed', 'not-seen'] as const)('An ended operation still reports its own failure (%s)', async (code) => {
    expect(await runEnded(1, fail(code), (record) => toAbortError(record, 'Olga'))).toEqual({
      state: 'failed',
      result: `It ended with ${code}.`,
      steps: ['done', 'failed', 'skipped'],
    })
  })
})
