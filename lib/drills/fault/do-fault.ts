import 'server-only'
import type { DrillEvidence, EvidenceName } from '@/lib/model/drills/evidence'
import { runScript } from '@/lib/sources/hosts/ask-host'
import type { SignalledProcess } from '@/lib/sources/hosts/found-process'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { faultScript } from './fault-script'
import { toHostTimeMs, type ClockOffset } from './host-clock'

const sendMs = 15_000
const watchStepMs = 20

export interface FaultOrder {
  process: SignalledProcess
  signal: 'KILL' | 'TERM' | 'STOP'
  /** Offset of the host's clock; null: not known, then its times are not used. */
  clock: ClockOffset | null
  /** The masters line, for the evidence. */
  subject: string
  /** For so long its exit is watched; 0: it is not expected. */
  watchMs: number
}

export interface Fault {
  /** `sent`: the fault is done. `gone`, `another`, `denied`: nothing was sent. */
  answer: Promise<'sent' | 'gone' | 'another' | 'denied'>
  /** Resolves when the host's command is over; never rejects. */
  over: Promise<void>
}

/**
 * Sends the signal to exactly this process, and watches its exit in the same command on its host. `onEvidence` is called with the fault and
 * with the exit. The answer rejects with a HostError when it is lost: whether the signal was sent is not known then.
 */
export function doFault(runner: HostRunner, order: FaultOrder, onEvidence: (evidence: DrillEvidence) => void, signal: AbortSignal): Fault {
  const { process, watchMs } = order
  const sentAt = Date.now()
  const args = [order.signal, String(process.pid), process.start, process.boot, process.command, String(Math.ceil(watchMs / watchStepMs))]
  let over: Promise<void> = Promise.resolve()
  const answer = new Promise<Awaited<Fault['answer']>>((resolve, reject) => {
    let text = ''
    let seen = 0
    const take = () => {
      const lines = text.split('\n').slice(0, -1)
      for (const line of lines.slice(seen)) {
        const word = /^understudy (sent|ended|gone|another|denied)\b(?: (\d+) (\d+))?/.exec(line)
        if (word?.[1] === 'sent') onEvidence(toEvidence('fault-done', word, order, sentAt))
        if (word?.[1] === 'ended') onEvidence(toEvidence('process-gone', word, order, sentAt))
        if (word && word[1] !== 'ended') resolve(word[1] as Awaited<Fault['answer']>)
      }
      seen = lines.length
    }
    over = runScript(runner, process.host, faultScript, args, {
      deadlineMs: sendMs + watchMs * 2,
      signal,
      onOutput: (part, stream) => {
        if (stream !== 'stdout') return
        text += part
        take()
      },
    }).then(
      () =>
        reject(new HostError('bad-answer', process.host, `${process.host} did not say whether the signal was sent to pid ${process.pid}.`)),
      (error: unknown) => reject(error),
    )
  })
  answer.catch(() => undefined)
  return { answer, over }
}

/** The middle of the two times between which it happened: the host's, or else those of this console around its command. */
function toEvidence(what: EvidenceName, word: RegExpExecArray, { clock, process, subject }: FaultOrder, sentAt: number): DrillEvidence {
  const [before, after] = [toHostTimeMs(word[2]), toHostTimeMs(word[3])]
  const source = `${process.host}, where the process runs`
  if (clock === null || before === null || after === null) {
    const now = Date.now()
    const from = what === 'fault-done' ? sentAt : now - watchStepMs * 5
    return { what, at: Math.round((from + now) / 2), clock: 'console', uncertaintyMs: Math.ceil((now - from) / 2), source, subject }
  }
  // Between two looks at a process lie its pause and the look.
  const from = what === 'fault-done' ? before : before - watchStepMs
  return {
    what,
    at: Math.round((from + after) / 2 - clock.offsetMs),
    clock: 'host',
    uncertaintyMs: Math.ceil((after - from) / 2) + clock.uncertaintyMs + 1,
    source,
    subject,
  }
}
