import 'server-only'
import type { OperationRecord, OperationState, StepRecord, StepState } from '@/lib/model/operation'
import { HostError } from '@/lib/sources/hosts/runner'
import { appendOutput } from './output-tail'
import { createStepContext, type StepContextInput } from './step-context'
import { OperationError, type PlanDraft, type Step, type StepContext } from './verb'

export interface RunInput extends Omit<StepContextInput, 'say' | 'expectedLeaderSessionId' | 'endedBy'> {
  record: OperationRecord
  draft: PlanDraft
  /** Aborted when the lease is lost; then no step begins any more. */
  lease: AbortSignal
  /** Writes the record; a step that is not recorded is not begun. */
  save(record: OperationRecord): Promise<void>
  /** Notifies readers that `record` has changed. */
  changed(): void
  /** For errors without a sentence of their own. */
  onError(error: unknown): void
  clock?: () => number
}

/** The time that a step gets to end by itself after an abort, before the operation is called ended without it. */
const graceMs = 15_000

/** How an operation ended. Copied into the record once it is written and the cluster is free for the next operation. */
export type Ending = Pick<OperationRecord, 'state' | 'endedAt' | 'result'>

/**
 * Runs the steps one after the other; before each, the record says that it begins. After a failure or an abort only those that undo
 * (`always`) run. Never throws.
 */
export async function runOperation(input: RunInput): Promise<Ending> {
  const { record, draft } = input
  const now = toClock(input)
  const context = createContext(input, input.signal, null)
  try {
    for (const [index, step] of draft.steps.entries()) await runStep(input, index, step.always ? null : context)
    record.step = null
    return { state: 'done', result: await settle(draft.verify(context), input.signal), endedAt: now() }
  } catch (error) {
    if (!OperationError.is(error) && !HostError.is(error)) input.onError(error)
    const ending = fail(record, error, now)
    const isBegun = ending.state !== 'refused'
    skip(record, ({ always }) => !always || !isBegun)
    const undone = isBegun ? await runUndoing(input, ending.result) : []
    skip(record, () => true)
    return { ...ending, endedAt: now(), result: [...new Set([ending.result, ...undone])].filter(Boolean).join(' ') }
  }
}

/** The steps that undo, after a failure: each is tried, whatever became of the one before. @returns what to add to the result */
async function runUndoing(input: RunInput, endedBy: string | null): Promise<string[]> {
  const { record, draft } = input
  for (const [index, step] of draft.steps.entries()) {
    if (!step.always || getStep(record, index).state !== 'waiting') continue
    await runStep(input, index, null, endedBy).catch((error: unknown) => {
      if (!OperationError.is(error) && !HostError.is(error)) input.onError(error)
      fail(record, error, toClock(input))
    })
    input.changed()
  }
  const undoing = record.steps.filter(({ always, startedAt }) => always && startedAt !== null)
  const failed = undoing.filter(({ state }) => state !== 'done')
  return [...failed, ...undoing.slice(-1).filter(({ state }) => state === 'done')].flatMap(({ detail }) => detail ?? [])
}

function skip({ steps }: OperationRecord, isMeant: (step: StepRecord) => boolean): void {
  for (const step of steps) if (step.state === 'waiting' && isMeant(step)) step.state = 'skipped'
}

/** @param context null: the step has a signal of its own */
async function runStep(input: RunInput, index: number, context: StepContext | null, endedBy: string | null = null): Promise<void> {
  const { record, draft } = input
  const step = draft.steps[index]!
  const now = toClock(input)
  const limited = context === null ? createLimit(step, input.lease) : null
  const signal = limited?.signal ?? input.signal
  try {
    await begin(input, index, signal, now)
    if (draft.guardsLeader && index === 0) context?.assertSameLeader()
    const detail = await settle(step.run(context ?? createContext(input, signal, endedBy)), signal)
    const isKnown = typeof detail !== 'object' || detail === null
    finish(record, index, isKnown ? 'done' : 'not-known', isKnown ? detail : detail.notKnown, now)
    input.changed()
  } finally {
    limited?.end()
  }
}

/** An abort of the operation does not end a step that undoes; its own limit and a lost lease do. */
function createLimit({ title, withinMs = graceMs }: Step, lease: AbortSignal): { signal: AbortSignal; end(): void } {
  const limit = new AbortController()
  const late = new OperationError('deadline', `“${title}” was not done within ${Math.round(withinMs / 1000)} s.`)
  const timer = setTimeout(() => limit.abort(late), withinMs)
  return { signal: AbortSignal.any([lease, limit.signal]), end: () => clearTimeout(timer) }
}

function toClock({ clock = Date.now }: RunInput): () => string {
  return () => new Date(clock()).toISOString()
}

function createContext(input: RunInput, signal: AbortSignal, endedBy: string | null): StepContext {
  const { record } = input
  return createStepContext({
    ...input,
    signal,
    endedBy,
    expectedLeaderSessionId: record.plan.expectedLeaderSessionId,
    say(text) {
      const step = record.steps[record.step ?? -1]
      if (!step) return
      Object.assign(step, appendOutput(step, text))
      input.changed()
    },
  })
}

async function begin(
  { record, draft, save, changed, onError }: RunInput,
  index: number,
  signal: AbortSignal,
  now: () => string,
): Promise<void> {
  signal.throwIfAborted()
  record.step = index
  Object.assign(getStep(record, index), { state: 'running' satisfies StepState, startedAt: now() })
  changed()
  // What undoes stands in the recorded plan: it is not left out because the database is slow.
  await save(record).catch((error: unknown) => {
    if (!draft.steps[index]?.always) throw error
    onError(error)
  })
  signal.throwIfAborted()
}

function finish(record: OperationRecord, index: number, state: StepState, detail: string | null, now: () => string): void {
  Object.assign(getStep(record, index), { state, detail, endedAt: now() })
}

function getStep(record: OperationRecord, index: number): StepRecord {
  const step = record.steps[index]
  if (!step) throw new Error(`No step ${index}`)
  return step
}

/** A step that ignores the signal does not block for ever. */
async function settle<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let abort = () => {}
  const late = new Promise<never>((_, reject) => {
    abort = () => void (timer = setTimeout(() => reject(signal.reason), graceMs))
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
  })
  try {
    return await Promise.race([work, late])
  } catch (error) {
    throw signal.aborted && isOfAbort(error) ? signal.reason : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/**
 * A host's command that was aborted, or a look that therefore proved nothing. A step that may have acted before it failed reports that
 * itself.
 */
function isOfAbort(error: unknown): boolean {
  if (HostError.is(error)) return error.code === 'aborted'
  return OperationError.is(error) && error.code === 'refused'
}

const endings: Partial<Record<OperationError['code'], OperationState>> = {
  aborted: 'aborted',
  deadline: 'aborted',
  'emergency-stop': 'aborted',
  'lease-lost': 'aborted',
}

function fail(record: OperationRecord, error: unknown, now: () => string): Ending {
  const code = OperationError.is(error) ? error.code : null
  const message =
    OperationError.is(error) || HostError.is(error) ? error.message : 'Something failed inside Understudy; its log on the server says what.'
  const index = record.step
  const state = (code && endings[code]) ?? 'failed'
  const isUntouched = index === 0 && (code === 'leader-changed' || code === 'refused')
  // Ended between two steps: the one before is done.
  if (index !== null && getStep(record, index).state === 'running')
    finish(record, index, isUntouched ? 'skipped' : state === 'aborted' ? 'aborted' : 'failed', message, now)
  return { state: isUntouched ? 'refused' : state, result: message, endedAt: now() }
}
