import { connect, createServer, type Socket } from 'node:net'
import type { Counts } from './zookeeper-frames'

export interface CountingProxy {
  readonly counts: Counts
  readonly connections: number
  /** Starts counting anew; connections stay. */
  reset(): void
  close(): void
}

/** Reads one connection's bytes from the client and calls `count` for each request in them. */
export type CreateCounter = (count: (kind: string) => void) => (chunk: Uint8Array) => void

/**
 * Passes every byte between `host`:`port` and the same port of 127.0.0.1, and counts the requests of clients. The port stays the same so
 * that addresses which clusters publish still fit: only the loopback address differs.
 */
export async function startCountingProxy(host: string, port: number, createCounter: CreateCounter): Promise<CountingProxy> {
  const counts: Counts = new Map()
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer({ noDelay: true }, (near) => {
    connections++
    const far = connect({ port, host: '127.0.0.1', noDelay: true })
    const count = createCounter((kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1))
    near.on('data', count)
    near.pipe(far).pipe(near)
    for (const [own, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(own)
      // A process that is killed resets its connections: the console must see the same.
      own.on('error', () => other.resetAndDestroy())
      own.on('close', () => sockets.delete(own) && other.destroy())
    }
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    counts,
    get connections() {
      return connections
    },
    reset() {
      counts.clear()
      connections = 0
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
