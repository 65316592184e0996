import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { AutopilotView } from '@/lib/model/autopilot-view'
import type { OperationRecord, OperationRequest, RunningOperation } from '@/lib/model/operation'
import { root } from '@/scripts/setup/root.mjs'
import type { Moment } from './with-gate'

export type ReplicaCommand = { cluster: string } & (
  | { do: 'hold'; hold: Moment }
  | { do: 'ready'; count: number }
  | { do: 'sees'; process: 'gone' | 'frozen' | 'running' }
  | { do: 'forgettable'; job: string }
  | { do: 'dangles' | 'held' | 'autopilot' | 'operation' }
  | { do: 'start'; request: Partial<OperationRequest> & Pick<OperationRequest, 'kind'> }
  | { do: 'end'; record: OperationRecord }
)

interface Answers {
  start: OperationRecord
  end: OperationRecord
  autopilot: AutopilotView
  operation: RunningOperation | null
}
type AnswerOf<T extends ReplicaCommand['do']> = T extends keyof Answers ? Answers[T] : null

export interface Replica {
  /** @throws an error with the replica’s message and code */
  ask<T extends ReplicaCommand>(command: T): Promise<AnswerOf<T['do']>>
  /** SIGKILL. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** A console with its operations and autopilots in a process of its own. */
export async function startReplica(env: {
  UNDERSTUDY_CONFIG: string
  UNDERSTUDY_DATA_DIR: string
  DATABASE_URL?: string
  /** Default: the product’s. */ REPLICA_LEASE_MS?: string
}): Promise<Replica> {
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', join(root, 'lib/operations/testing/replica.ts')], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let count = 0
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => {
      reject(new Error('the replica ended'))
      for (const { reject: give } of open.values()) give(new Error('the replica ended'))
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as { isReady?: true; number: number; result?: unknown; error?: string; code?: string | null }
      if (answer.isReady) return resolve()
      const asked = open.get(answer.number)
      open.delete(answer.number)
      if (answer.error === undefined) asked?.resolve(answer.result)
      else asked?.reject(Object.assign(new Error(answer.error), { code: answer.code }))
    })
  })
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        const number = ++count
        open.set(number, { resolve: resolve as (value: unknown) => void, reject })
        child.stdin.write(`${JSON.stringify({ number, ...command })}\n`)
      }),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
