import { getLeftovers } from './run-folder'
import { signalProcess } from '@/e2e/lab/process/identity'
import type { Steps } from '../setup/steps.mjs'

export interface Stopper {
  /** Aborted as soon as the demo has to end. */
  signal: AbortSignal
  /** Resolves with the exit code once aborted. */
  stopped: Promise<number>
  stop(reason: string | null, code: number): void
  release(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ctrl-C ends everything in order; a second Ctrl-C does not wait and kills. */
export function createStopper(steps: Steps): Stopper {
  const controller = new AbortController()
  let resolve: (code: number) => void = () => undefined
  const stopped = new Promise<number>((done) => (resolve = done))
  const stop = (reason: string | null, code: number) => {
    if (controller.signal.aborted) return
    if (reason) steps.say(reason)
    controller.abort()
    resolve(code)
  }
  const onSignal = () => {
    if (!controller.signal.aborted) return stop(null, 0)
    for (const identity of getLeftovers()) signalProcess(identity, 'SIGKILL')
  }
  for (const signal of signals) process.on(signal, onSignal)
  // Waiting for a signal alone does not keep Node alive.
  const alive = setInterval(() => undefined, 60_000)
  return {
    signal: controller.signal,
    stopped,
    stop,
    release: () => {
      clearInterval(alive)
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}
