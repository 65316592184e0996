import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'
import { Worker } from 'node:worker_threads'

/** An error of the database: `code` is SQLite's, e.g. SQLITE_BUSY. */
export class SqliteError extends UnderstudyError<string | null> {
  static readonly kind = 'SqliteError'
}

export interface SqliteAnswer {
  rows: unknown[]
  changes?: number
  lastInsertRowid?: number | bigint
}

export interface SqliteThread {
  /** Resolves when the file is open. */
  readonly opened: Promise<void>
  execute(sql: string, parameters: readonly unknown[]): Promise<SqliteAnswer>
  close(): Promise<void>
}

type ThreadAnswer = { serial: number; answer: SqliteAnswer } | { serial: number; failure: { message: string; code: string | null } }

/** Starts the thread that owns `file`. @param onLost it ended unasked; statements that waited for it were refused */
export function startSqliteThread(file: string, onLost: (cause: Error) => void): SqliteThread {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { file } })
  const waiting = new Map<number, { resolve: (answer: SqliteAnswer) => void; reject: (error: Error) => void }>()
  let serial = 0
  let isClosing = false
  let loss: Error | null = null

  const expect = (number: number) =>
    new Promise<SqliteAnswer>((resolve, reject) => {
      if (loss) return reject(loss)
      // An idle journal keeps no process alive; a write that is under way does.
      worker.ref()
      waiting.set(number, { resolve, reject })
    })
  const lose = (cause: Error) => {
    if (loss) return
    loss = cause
    for (const { reject } of waiting.values()) reject(cause)
    waiting.clear()
    if (!isClosing) onLost(cause)
  }
  worker.on('message', (message: ThreadAnswer) => {
    const one = waiting.get(message.serial)
    waiting.delete(message.serial)
    if (waiting.size === 0) worker.unref()
    if ('answer' in message) one?.resolve(message.answer)
    else one?.reject(new SqliteError(message.failure.code, message.failure.message))
  })
  worker.on('error', (error) => lose(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => lose(new Error(`The journal's thread ended with code ${code}.`)))

  const send = (sql: string | null, parameters: readonly unknown[]) => {
    const answer = expect(++serial)
    if (!loss) worker.postMessage({ serial, sql, parameters })
    return answer
  }
  return {
    opened: expect(0).then(() => undefined),
    execute: send,
    async close() {
      isClosing = true
      if (!loss) await send(null, []).catch(() => undefined)
      await worker.terminate()
    },
  }
}
