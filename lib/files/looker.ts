import 'server-only'
import { FileError, FileTimeoutError, type FileCalls, type FileLook, type FileRead, type FolderNames } from './file-calls'
import { startFileThread, type Answer, type FileThread, type FileRequest } from './file-thread'

const callLimitMs = 3_000
/** Limit of one batch; calls made meanwhile join the next one. A thread is many times faster than one of Node's own calls per file. */
const mostAtOnce = 64
/** Each hanging call holds a thread until it returns, and a thread takes some megabytes. */
const mostHanging = 4

const doing: Readonly<Record<FileRequest['what'], string>> = {
  stat: 'looking at',
  lstat: 'looking at',
  list: 'listing',
  read: 'reading',
  realpath: 'looking at',
}

interface Call extends FileRequest {
  resolve(value: unknown): void
  reject(error: Error): void
}

interface Options {
  limitMs?: number
  mostHanging?: number
  /** Default: worker.mjs beside this file. */
  worker?: URL
}

/**
 * Reads files in a thread of its own, batch by batch. A hanging call is given up after the limit and keeps its thread;
 * the others continue in a new one, until too many hang: then all calls are refused at once until one returns.
 */
export function createLooker(options: Options = {}): FileCalls {
  const looker = new Looker(options)
  return {
    stat: (path) => looker.ask<FileLook>({ what: 'stat', path }),
    lstat: (path) => looker.ask<FileLook>({ what: 'lstat', path }),
    list: (path, most) => looker.ask<FolderNames>({ what: 'list', path, most }),
    read: (path, most) => looker.ask<FileRead>({ what: 'read', path, most }),
    realpath: (path) => looker.ask<string>({ what: 'realpath', path }),
  }
}

class Looker {
  private waiting: Call[] = []
  private thread: FileThread | null = null
  /** Calls that the thread works on; empty: it is idle. */
  private batch: Call[] = []
  private hanging = 0
  private isServing = false

  constructor(private readonly options: Options) {}

  ask<T>(request: FileRequest): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ ...request, resolve: (value) => resolve(value as T), reject })
      if (this.isServing) return
      this.isServing = true
      queueMicrotask(() => {
        this.isServing = false
        this.serve()
      })
    })
  }

  private serve(): void {
    if (this.batch.length > 0 || this.waiting.length === 0) return
    if (!this.thread && this.hanging >= (this.options.mostHanging ?? mostHanging)) return this.refuse()
    this.thread ??= this.start()
    this.batch = this.waiting.splice(0, mostAtOnce)
    this.thread.send(this.batch.map(({ what, path, most }) => ({ what, path, most })))
  }

  private refuse(): void {
    for (const { reject } of this.waiting.splice(0)) reject(new FileTimeoutError(`${this.hanging} calls to it hang already`))
  }

  private start(): FileThread {
    const { limitMs = callLimitMs, worker = null } = this.options
    let hangs = false
    const isBack = () => hangs && !(hangs = false)
    const thread: FileThread = startFileThread(
      {
        onAnswers: (answers) => (isBack() ? this.comeBack(thread) : this.take(answers)),
        onHang: (place) => {
          hangs = true
          this.giveUp(place, limitMs)
        },
        onLost: (cause) => {
          if (isBack()) this.comeBack(thread)
          else if (this.thread === thread) this.lose(cause)
        },
      },
      { limitMs, worker },
    )
    return thread
  }

  private take(answers: readonly Answer[]): void {
    const { batch } = this
    this.batch = []
    for (const [place, answer] of answers.entries()) {
      const call = batch[place]
      if ('value' in answer) call?.resolve(answer.value)
      else call?.reject(new FileError(answer.code, call.path))
    }
    this.serve()
  }

  /** The other calls of the batch are sent again, to another thread. */
  private giveUp(place: number, limitMs: number): void {
    const [hanging] = this.batch.splice(place, 1)
    this.hanging += 1
    this.thread = null
    this.waiting = [...this.batch.splice(0), ...this.waiting]
    hanging?.reject(new FileTimeoutError(`${doing[hanging.what]} ${hanging.path} did not come back in ${limitMs / 1_000} s`))
    this.serve()
  }

  private comeBack(thread: FileThread): void {
    this.hanging -= 1
    thread.end()
    this.serve()
  }

  private lose(cause: Error): void {
    this.thread = null
    for (const { reject } of this.batch.splice(0)) reject(cause)
    this.serve()
  }
}

/** Calls for storage directories, for the whole process. */
export const storageCalls: FileCalls = createLooker()

/** Calls for conf folders: an unresponsive storage directory must not keep configurations from being read. */
export const confCalls: FileCalls = createLooker()
