import { describe, expect, it } from 'vitest'
import type { OperationRecord } from '@/lib/model/operation'
import { toAbortError, toEmergencyError } from './live-operation'
import { runOperation, type RunInput } from './run-operation'
import { OperationError, type OperationErrorCode, type StepContext } from './verb'

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
  const lease = new AbortController().signal
  const input = { record, draft, signal: end.signal, lease, save: async () => undefined, changed: nothing, onError: nothing }
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
    expect(await runEnded(place, fail('refused'), (record) => toEmergencyError(record, 'Olga'))).toEqual({
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

/** A fault, a measurement and two steps that undo; the step at `place` fails, or the operation is ended there. */
async function runWithUndo(place: number | null, how: { error?: Error; lose?: boolean; isUnrecorded?: boolean; isLate?: boolean } = {}) {
  const ids = ['fault', 'measure', 'undo', 'report']
  const isAlways = (id: string) => id === 'undo' || id === 'report'
  const steps = ids.map((id) => ({ id, title: id, state: 'waiting', startedAt: null, detail: null, ...(isAlways(id) && { always: true }) }))
  const record = { steps, step: null, plan: { expectedLeaderSessionId: null } } as unknown as OperationRecord
  const end = new AbortController()
  const lease = new AbortController()
  const ran: string[] = []
  const run = async (id: string, index: number, { signal, endedBy }: Pick<StepContext, 'signal' | 'endedBy'>) => {
    ran.push(`${id}${signal.aborted ? ' with an aborted signal' : ''}${endedBy === null ? '' : `: ${endedBy}`}`)
    if (index !== place) return `${id} done.`
    const error = how.error ?? toAbortError(record, 'Olga')
    if (how.lose) lease.abort(new OperationError('lease-lost', 'Lost.'))
    end.abort(error)
    if (how.isLate) return `${id} done.`
    throw error
  }
  const draft = {
    guardsLeader: false,
    steps: ids.map((id, index) => ({
      ...(isAlways(id) && { always: true }),
      title: id,
      run: (context: StepContext) => run(id, index, context),
    })),
    verify: async () => 'It is so.',
  }
  const nothing = () => undefined
  const save = async () => {
    if (how.isUnrecorded && ran.includes('measure')) throw new Error('the database is gone')
  }
  const input = { record, draft, signal: end.signal, lease: lease.signal, save, changed: nothing, onError: nothing }
  const { state, result } = await runOperation(input as unknown as RunInput)
  return { state, result, ran, steps: record.steps.map((step) => step.state) }
}

describe('steps that undo', () => {
  it('Without a failure they run in their order, and the result is the verified one', async () => {
    expect(await runWithUndo(null)).toEqual({
      state: 'done',
      result: 'It is so.',
      ran: ['fault', 'measure', 'undo', 'report'],
      steps: ['done', 'done', 'done', 'done'],
    })
  })

  it('After an abort they run with a signal of their own, and the result says what became of them', async () => {
    expect(await runWithUndo(0)).toEqual({
      state: 'aborted',
      result: 'Olga ended it. What it broke is undone now. report done.',
      ran: ['fault', 'undo: Olga ended it. What it broke is undone now.', 'report: Olga ended it. What it broke is undone now.'],
      steps: ['aborted', 'skipped', 'done', 'done'],
    })
  })

  it('After a failure of the fault or of the measurement they run too', async () => {
    expect(await runWithUndo(1, { error: fail('host') })).toMatchObject({
      state: 'failed',
      ran: ['fault', 'measure', 'undo: It ended with host.', 'report: It ended with host.'],
      steps: ['done', 'failed', 'done', 'done'],
    })
  })

  it('An operation that is ended between two steps says so to them too', async () => {
    expect(await runWithUndo(0, { isLate: true })).toMatchObject({
      state: 'aborted',
      steps: ['done', 'skipped', 'done', 'done'],
      ran: ['fault', 'undo: Olga ended it. What it broke is undone now.', 'report: Olga ended it. What it broke is undone now.'],
    })
  })

  it('They do not run where nothing was begun', async () => {
    expect(await runWithUndo(0, { error: fail('refused') })).toEqual({
      state: 'refused',
      result: 'It ended with refused.',
      ran: ['fault'],
      steps: ['skipped', 'skipped', 'skipped', 'skipped'],
    })
  })

  it('They do not run without the lease: then another console may act on the cluster', async () => {
    expect(await runWithUndo(1, { lose: true, error: fail('lease-lost') })).toMatchObject({
      state: 'aborted',
      ran: ['fault', 'measure'],
      steps: ['done', 'aborted', 'skipped', 'skipped'],
    })
  })

  it('They run although the database cannot be written: they stand in the plan that was recorded', async () => {
    expect(await runWithUndo(null, { isUnrecorded: true })).toMatchObject({ state: 'done', ran: ['fault', 'measure', 'undo', 'report'] })
  })

  it('One that fails does not keep the next from running, and its sentence stands in the result', async () => {
    expect(await runWithUndo(2, { error: new OperationError('host', 'It is still frozen.') })).toMatchObject({
      state: 'failed',
      result: 'It is still frozen. report done.',
      steps: ['done', 'done', 'failed', 'done'],
    })
  })
})
