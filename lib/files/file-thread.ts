import 'server-only'
import { Worker } from 'node:worker_threads'

/** One call to the thread. */
export interface FileRequest {
  what: 'stat' | 'lstat' | 'list' | 'read' | 'realpath'
  path: string
  /** Limit of a list or a reading. */
  most?: number
}

export type Answer = { value: unknown } | { code: string }

export interface ThreadEvents {
  /** Called with the answers in the order of the batch. */
  onAnswers(answers: Answer[]): void
  /** Called when the call at this place of the batch made no progress within the limit. */
  onHang(place: number): void
  onLost(cause: Error): void
}

export interface FileThread {
  /** Sends a batch; one at a time. */
  send(batch: readonly FileRequest[]): void
  end(): void
}

/** Number of progress checks within the limit. */
const looks = 6

/** Starts the thread that reads files (worker.mjs). It does not keep the process alive while it has no calls. */
export function startFileThread(events: ThreadEvents, { limitMs, worker: script }: { limitMs: number; worker: URL | null }): FileThread {
  const at = new Int32Array(new SharedArrayBuffer(8))
  const options = { workerData: { at: at.buffer }, execArgv: [] }
  const worker = script ? new Worker(script, options) : new Worker(new URL('./worker.mjs', import.meta.url), options)
  worker.unref()
  let seen = { place: 0, at: 0 }
  let timer: NodeJS.Timeout | undefined

  function look() {
    const place = Atomics.load(at, 0)
    // 0: it has not begun, or is about to answer. A thread takes a while to start, longer on a busy machine.
    if (place === 0 || place !== seen.place) seen = { place, at: performance.now() }
    else if (performance.now() - seen.at >= limitMs) {
      clearInterval(timer)
      Atomics.store(at, 1, 1)
      // It cannot be ended within a system call; nor may it keep the process alive.
      worker.unref()
      events.onHang(place - 1)
    }
  }
  worker.on('message', (answers: Answer[]) => {
    clearInterval(timer)
    worker.unref()
    events.onAnswers(answers)
  })
  worker.on('error', (error) => events.onLost(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => {
    clearInterval(timer)
    events.onLost(new Error(`the thread that looks at files ended with code ${code}`))
  })
  return {
    send(batch) {
      seen = { place: 0, at: performance.now() }
      worker.ref()
      timer = setInterval(look, limitMs / looks)
      worker.postMessage(batch)
    },
    end: () => void worker.terminate(),
  }
}
