import { expect, it, vi } from 'vitest'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { HostError } from '@/lib/sources/hosts/runner'
import { OperationError, type PlanContext, type Step, type StepContext } from '../run/verb'
import { planStartStep } from './start-step'
import { toStopStep } from './stop-step'

/** No wait lasts: the clock is put on instead. */
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void vi.advanceTimersByTime(ms) }))

const process = {
  identity: { host: 'jm1', pid: 7, start: '1', boot: 'b', command: 'java' },
  startedAt: null,
  state: 'sleeping',
} as unknown as FoundProcess

/** A step that is aborted while its command runs on the host, as the runner then abandons it. */
function anAbort(): { step: StepContext; gaveUp(): Promise<never> } {
  const end = new AbortController()
  const gaveUp = async () => {
    end.abort(new OperationError('aborted', 'Ada ended it.'))
    throw new HostError('aborted', 'jm1', 'It was given up.')
  }
  return { step: { signal: end.signal, say: () => undefined, run: gaveUp } as unknown as StepContext, gaveUp }
}
const ending = (step: Step, context: StepContext) => step.run(context).catch(({ code, message }: OperationError) => ({ code, message }))

it('A stop that is aborted after its signal says that the process may still end', async () => {
  const { step, gaveUp } = anAbort()
  const context = { hosts: { sendSignal: async () => 'sent', waitUntilGone: gaveUp } } as unknown as PlanContext
  expect(await ending(toStopStep(context, { id: 's', name: 'JobManager jm1:8081', process }), step)).toEqual({
    code: 'aborted',
    message: 'Ada ended it. SIGTERM was sent to JobManager jm1:8081 (pid 7) before, so it may end yet.',
  })
})

it('A stop sends SIGKILL after ten seconds, and is done only when the process is proven gone', async () => {
  const stop = async (...gone: boolean[]) => {
    const sendSignal = vi.fn(async () => 'sent' as const)
    const waitUntilGone = vi.fn(async () => gone.shift() ?? false)
    const runner = { run: async () => ({ code: 0, stdout: 'end\n', stderr: '' }) }
    const context = { hosts: { runner, sendSignal, waitUntilGone }, configuration: parseConfTexts({}) } as unknown as PlanContext
    const step = { signal: new AbortController().signal, say: () => undefined } as unknown as StepContext
    const ended = await ending(toStopStep(context, { id: 's', name: 'JobManager jm1:8081', process }), step)
    return {
      ended,
      sent: sendSignal.mock.calls.map((call: unknown[]) => call[1]),
      waits: waitUntilGone.mock.calls.map((call: unknown[]) => call[1]),
    }
  }
  const killed = await stop(false, true)
  expect([killed.sent, killed.waits]).toEqual([
    ['TERM', 'KILL'],
    [10_000, 5_000],
  ])
  expect(killed.ended).toMatch(/^JobManager jm1:8081 \(pid 7\) did not end within 10 s and was killed\./)
  expect(await stop(false, false)).toMatchObject({
    ended: { code: 'host', message: expect.stringContaining('5 s after SIGKILL') as string },
  })
})

it('A start that is aborted while Flink’s script runs says that the process may still start, but not before the script runs', async () => {
  const context = { hosts: { runner: { describe: async () => '' } } } as unknown as PlanContext
  const aStart = (find: () => Promise<FoundProcess | null>) =>
    planStartStep(context, { id: 's', name: 'JobManager jm1:8081', host: 'jm1', call: { argv: [], env: {} }, find })
  const during = anAbort()
  expect(await ending(await aStart(async () => null), during.step)).toEqual({
    code: 'aborted',
    message: 'Ada ended it. Flink’s script for JobManager jm1:8081 was run on jm1 before, so it may be started yet.',
  })
  const before = anAbort()
  expect(await ending(await aStart(before.gaveUp), before.step)).toEqual({ code: 'aborted', message: 'It was given up.' })
})

/** The look before the script finds none; the looks after it find what a supervisor started as well. */
async function startBesides(looks: () => FoundProcess | null) {
  const context = { hosts: { runner: { describe: async () => '' } } } as unknown as PlanContext
  let isRun = false
  const find = async () => (isRun ? looks() : null)
  const step = {
    signal: new AbortController().signal,
    say: () => undefined,
    run: async () => void (isRun = true),
  } as unknown as StepContext
  const start = await planStartStep(context, { id: 's', name: 'JobManager jm1:8081', host: 'jm1', call: { argv: [], env: {} }, find })
  vi.useFakeTimers({ toFake: ['Date'] })
  return ending(start, step).finally(() => vi.useRealTimers())
}
const two = () => {
  throw new OperationError('refused', '2 processes on jm1 say they are jm1:8081.')
}

it('A start beside a supervisor’s start waits for as long as a busy host takes to end the second process', async () => {
  let looks = 0
  expect(await startBesides(() => (++looks < 80 ? two() : process))).toBe('JobManager jm1:8081 runs as pid 7 on jm1.')
})

it('A start after which two processes remain is not reported as one that did nothing', async () => {
  expect(await startBesides(two)).toEqual({
    code: 'not-seen',
    message:
      '2 processes on jm1 say they are jm1:8081. Flink’s script for JobManager jm1:8081 was run on jm1 before, so one of them may be its.',
  })
})
