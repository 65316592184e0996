import 'server-only'
import { askHost, findWord } from './ask-host'
import type { SignalledProcess } from './found-process'
import { signalScript, waitScript } from './host-scripts'
import { HostError, type HostRunner } from './runner'

export type ProcessSignal = 'TERM' | 'KILL' | 'STOP' | 'CONT'

const deadlineMs = 10_000

/**
 * Sends a signal to exactly this process: boot, start time and command line are compared on its host in the same command that
 * sends it, so a later process with its id is not hit.
 * @throws HostError
 */
export async function sendSignal(
  runner: HostRunner,
  process: SignalledProcess,
  signal: ProcessSignal,
): Promise<'sent' | 'gone' | 'another'> {
  const { host, pid, start, boot, command } = process
  const word = findWord(await askHost(runner, host, signalScript, [signal, String(pid), start, boot, command], { deadlineMs }))
  if (word === 'denied')
    throw new HostError(
      'no-control',
      host,
      `Process ${pid} on ${host} belongs to another user, and this console’s user there may not send it a signal.`,
    )
  if (word === 'sent' || word === 'gone' || word === 'another') return word
  throw new HostError('bad-answer', host, `${host} did not say whether process ${pid} got SIG${signal}. Look there before you try again.`)
}

/** Whether the process is gone, proven on its own host now. A frozen process is not gone. @throws HostError: then nothing is proven */
export async function askIfGone(runner: HostRunner, process: SignalledProcess, signal?: AbortSignal): Promise<'gone' | 'there'> {
  return (await waitUntilGone(runner, process, 0, signal)) ? 'gone' : 'there'
}

/** @returns true as soon as it is gone, false after `ms`. @throws HostError: then nothing is proven */
export async function waitUntilGone(runner: HostRunner, process: SignalledProcess, ms: number, signal?: AbortSignal): Promise<boolean> {
  const { host, pid, start, boot } = process
  const tenths = String(Math.max(0, Math.ceil(ms / 100)))
  const word = findWord(
    await askHost(runner, host, waitScript, [tenths, String(pid), start, boot], { deadlineMs: ms + deadlineMs, signal }),
  )
  if (word === 'gone') return true
  if (word === 'there') return false
  throw new HostError('bad-answer', host, `${host} did not say whether process ${pid} is gone.`)
}
