import 'server-only'
import { deriveBackoffMs } from '@/lib/base/back-off'
import { toMessage } from '@/lib/base/errors'
import { runScript } from './ask-host'
import type { SignalledProcess } from './found-process'
import { watchScript } from './host-scripts'
import type { HostRunner } from './runner'

export interface ExitListener {
  /** The process is gone, as its own host reports. Called once. */
  onExit(): void
  /** Its host does not answer, so its state is unknown; the watch retries by itself. */
  onLost?(reason: string): void
  /** It is being watched (again). */
  onWatched?(): void
}

export interface ExitWatch {
  /** @returns stop */
  watchExit(process: SignalledProcess, listener: ExitListener): () => void
  close(): void
}

interface Watched {
  process: SignalledProcess
  listener: ExitListener
}

const again = { firstMs: 1_000, mostMs: 15_000 }
/** The script reports every three seconds that it still watches. */
const silenceMs = 10_000
/** A waiting command is ended by its silence, not by a deadline. */
const forEverMs = 2_000_000_000

/**
 * Reports exits of processes within some 300 ms: one waiting command per host, which watches there and prints when one is gone.
 * A broken connection proves nothing about them.
 */
export function createExitWatch(runner: HostRunner): ExitWatch {
  const hosts = new Map<string, ReturnType<typeof watchHost>>()
  let isClosed = false
  return {
    watchExit(process, listener) {
      if (isClosed) return () => undefined
      const host = hosts.get(process.host) ?? watchHost(runner, process.host)
      hosts.set(process.host, host)
      return host.add({ process, listener })
    },
    close() {
      isClosed = true
      for (const host of hosts.values()) host.close()
      hosts.clear()
    },
  }
}

function watchHost(runner: HostRunner, host: string) {
  const watched = new Set<Watched>()
  let turn = new AbortController()
  let timer: NodeJS.Timeout | null = null
  let failures = 0
  let isClosed = false

  /** Called when the watched set changed or the command ended: starts one new command for all of them. */
  function restart(afterMs: number): void {
    if (timer) clearTimeout(timer)
    timer = isClosed ? null : setTimeout(start, afterMs)
  }
  function start(): void {
    timer = null
    turn.abort()
    turn = new AbortController()
    // One boot per command: a process of an earlier boot is gone, and the script reports that.
    const boots = new Set([...watched].map(({ process }) => process.boot))
    for (const boot of boots)
      void follow(
        [...watched].filter(({ process }) => process.boot === boot),
        turn,
      )
  }
  async function follow(group: readonly Watched[], own: AbortController): Promise<void> {
    const isHeard = () => void (failures = 0)
    const reason = await listenTo(runner, host, group, watched, { own, isHeard })
    if (isClosed || own !== turn) return
    for (const each of group) if (watched.has(each)) each.listener.onLost?.(reason)
    if (watched.size > 0) restart(deriveBackoffMs(failures++, again))
  }
  return {
    add(each: Watched): () => void {
      watched.add(each)
      // A moment later, so that all processes added in one turn of the event loop share one command.
      restart(10)
      return () => {
        if (watched.delete(each)) restart(10)
      }
    },
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      turn.abort()
    },
  }
}

/** Follows one command to its end. @returns why it ended */
async function listenTo(
  runner: HostRunner,
  host: string,
  group: readonly Watched[],
  watched: Set<Watched>,
  { own, isHeard }: { own: AbortController; isHeard(): void },
): Promise<string> {
  const silence = createSilence(() => own.abort())
  let isWatched = false
  const take = toLines((line) => {
    silence.heard()
    const gone = /^understudy gone (\d{1,10})$/.exec(line)
    if (gone) for (const each of group) if (each.process.pid === Number(gone[1]) && watched.delete(each)) each.listener.onExit()
    if (line !== 'understudy alive' || isWatched) return
    isWatched = true
    isHeard()
    for (const each of group) if (watched.has(each)) each.listener.onWatched?.()
  })
  const args = [group[0]?.process.boot ?? '', ...group.flatMap(({ process }) => [String(process.pid), process.start])]
  try {
    await runScript(runner, host, watchScript, args, {
      deadlineMs: forEverMs,
      signal: own.signal,
      keepBytes: 1_024,
      onOutput: (text, stream) => stream === 'stdout' && take(text),
    })
    return `the watch on ${host} ended`
  } catch (error) {
    return toMessage(error)
  } finally {
    silence.end()
  }
}

/** Splits output into lines, whatever the chunks. */
function toLines(onLine: (line: string) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(-200)
    for (const line of lines) onLine(line)
  }
}

function createSilence(onSilence: () => void) {
  let timer = setTimeout(onSilence, silenceMs)
  return {
    heard() {
      clearTimeout(timer)
      timer = setTimeout(onSilence, silenceMs)
    },
    end: () => clearTimeout(timer),
  }
}
