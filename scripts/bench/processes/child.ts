import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** Sends one request; rejects with what the child's handler threw, or when the child ends. */
  ask<Answer>(op: string, argument?: unknown): Promise<Answer>
  close(): Promise<void>
}

export interface Request {
  id: number
  op: string
  argument: unknown
}

export type Reply = { id: number; answer: unknown } | { id: number; error: string }

/** Starts a TypeScript file of this folder as a process of its own, e.g. `witness.ts`. It ends when this process ends. */
export function startChild(file: string): Child {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const process = fork(path, {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
  let lastId = 0
  const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()))
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended`))
  })
  process.on('message', (reply: Reply) => {
    const requester = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) requester?.reject(new Error(`${file}: ${reply.error}`))
    else requester?.resolve(reply.answer)
  })
  return {
    ask: <Answer>(op: string, argument?: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject })
        process.send({ id, op, argument } satisfies Request, (error) => error && reject(error))
      }),
    async close() {
      process.kill('SIGKILL')
      await ended
    },
  }
}
