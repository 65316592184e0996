import 'server-only'
import { spawn, type ChildProcess } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import type { RunOptions, RunResult } from './runner'

/** Why this console ended a command, or could not start it. */
export type SpawnFailure = { why: 'deadline' | 'aborted' } | { why: 'no-program'; cause: Error }

const keepBytes = 1024 * 1024
/** A daemon that the command left behind may keep the pipes open for ever, and even write to them. */
const pipesMs = 200
const mostPipesTurns = 25

/**
 * Runs a program with an argument array. Ends with its exit, its deadline or the signal; its own children continue.
 * In a process group of its own, so that Ctrl-C at this console's terminal does not end daemons it started.
 */
export function spawnCommand(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: RunOptions,
): Promise<RunResult | SpawnFailure> {
  if (options.signal?.aborted) return Promise.resolve({ why: 'aborted' })
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      detached: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const keep = options.keepBytes ?? keepBytes
    const out = collect(child.stdout, keep, (text) => options.onOutput?.(text, 'stdout'))
    const err = collect(child.stderr, keep, (text) => options.onOutput?.(text, 'stderr'))
    const end = (answer: RunResult | SpawnFailure) => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', abort)
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve(answer)
    }
    const stop = (why: 'deadline' | 'aborted') => {
      child.kill('SIGKILL')
      end({ why })
    }
    const abort = () => stop('aborted')
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null
    // On a busy console the deadline may pass while the answer is already buffered: that is read first.
    const timer = setTimeout(() => setImmediate(() => void (hasEnded() || stop('deadline'))), options.deadlineMs)
    options.signal?.addEventListener('abort', abort, { once: true })
    child.once('error', (cause) => end({ why: 'no-program', cause }))
    child.once('exit', (code) => whenPipesEnd(child, () => end({ code, stdout: out(), stderr: err() })))
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(options.input)
  })
}

/** On a busy console a command's exit is reported long before its last output is read: only a silence ends the reading. */
function whenPipesEnd(child: ChildProcess, then: () => void): void {
  let wasHeard = false
  let timer: NodeJS.Timeout | null = null
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', () => void (wasHeard = true))
  const end = () => {
    if (timer) clearTimeout(timer)
    timer = null
    child.off('close', end)
    then()
  }
  const wait = (turns: number) => {
    wasHeard = false
    timer = setTimeout(
      () =>
        setImmediate(() => {
          if (timer === null) return
          if (wasHeard && turns > 0) wait(turns - 1)
          else end()
        }),
      pipesMs,
    )
  }
  child.once('close', end)
  wait(mostPipesTurns)
}

/** Keeps the end of a stream. */
function collect(stream: NodeJS.ReadableStream | null, keep: number, notify: (text: string) => void): () => string {
  const decoder = new StringDecoder('utf8')
  let text = ''
  stream?.on('data', (chunk: Buffer) => {
    const said = decoder.write(chunk)
    if (said === '') return
    text = (text + said).slice(-keep)
    notify(said)
  })
  stream?.on('error', () => undefined)
  return () => text
}
