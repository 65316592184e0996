import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

type Operation = 'connect' | 'create' | 'set' | 'delete' | 'get' | 'children'

export interface NativeZooKeeper {
  /** `[rc, …results]`: rc 0, or ZooKeeper's (negative) error number. */
  ask(op: Operation, ...args: unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

/** Whether ZooKeeper's C client is installed: it is an optional package. */
export function hasNativeZooKeeper(): boolean {
  try {
    const found = createRequire(import.meta.url).resolve('zookeeper/package.json')
    return existsSync(found.replace('package.json', 'build/Release/zookeeper.node'))
  } catch {
    return false
  }
}

/** The C client in a process of its own, connected. */
export async function startNativeZooKeeper(servers: string): Promise<NativeZooKeeper> {
  const child = fork(fileURLToPath(new URL('native-zookeeper-process.mjs', import.meta.url)), { serialization: 'advanced', execArgv: [] })
  const waiting = new Map<number, (answer: unknown[]) => void>()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise((resolve) => waiting.set(0, resolve))
  child.on('message', ({ id, answer }: { id: number; answer: unknown[] }) => waiting.get(id)?.(answer))
  let last = 0
  const ask: NativeZooKeeper['ask'] = (op, ...args) =>
    new Promise((resolve) => {
      waiting.set(++last, resolve)
      child.send({ id: last, op, args })
    })
  await Promise.race([ready, ended.then(() => Promise.reject(new Error('the C client’s process ended at once')))])
  const [rc] = await ask('connect', servers)
  if (rc !== 0) throw new Error('the C client does not connect')
  return { ask, close: async () => (child.kill('SIGKILL'), ended) }
}
