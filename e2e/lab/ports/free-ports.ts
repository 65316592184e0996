import { createServer, type Server } from 'node:net'
import { claimPort } from './claim-port'

/**
 * Below every system's range for outgoing connections and for port 0: no process gets one of these by chance, neither before it is bound
 * nor while its owner is down. Of 46 ports of that range one was gone before it was used in one start of four.
 */
const firstPort = 12_000
const lastPort = 32_000

/** Ports without a listener, all different, and given to no other process of these tests while this one lives. */
export async function getFreePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  const span = lastPort - firstPort
  const start = Math.floor(Math.random() * span)
  for (let tried = 0; tried < span && ports.length < count; tried++) {
    const port = firstPort + ((start + tried) % span)
    if (claimPort(port) && (await isPortFree(port))) ports.push(port)
  }
  if (ports.length < count) throw new Error(`There are no ${count} free ports from ${firstPort} to ${lastPort}.`)
  return ports
}

/** True when a port can be bound on the loopback address now, in IPv4 and (where there is any) IPv6. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0', '::1']) {
    try {
      const server = await listen(port, host)
      await new Promise((resolve) => server.close(resolve))
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EADDRINUSE' || code === 'EACCES') return false
    }
  }
  return true
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
}
