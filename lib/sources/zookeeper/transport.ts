import 'server-only'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { ZooKeeperError } from './errors'
import type { ConnectTarget } from './targets'

/** The socket as the protocol code uses it. After `onEnd` no handler is called. */
export interface Transport {
  write(bytes: Uint8Array): void
  listen(handlers: { onData(chunk: Buffer): void; onEnd(error: Error | null): void }): void
  destroy(): void
}

/** PEM texts, as node:tls takes them. */
export type TlsOptions = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'servername' | 'rejectUnauthorized'>

function openSocket(target: ConnectTarget, tls: TlsOptions | undefined): { socket: Socket; ready: string } {
  const where = { host: target.address, port: target.server.port }
  if (!tls) return { socket: connectTcp(where), ready: 'connect' }
  // An address is no server name (RFC 6066); the certificate is then checked against the address.
  const servername = isIP(target.server.host) === 0 ? target.server.host : undefined
  return { socket: connectTls({ servername, ...where, ...tls }), ready: 'secureConnect' }
}

/** Joins the many small requests of one turn of the event loop into one write: a system call each would cost more than the requests. */
function toGatheringWrite(socket: Socket): (bytes: Uint8Array) => void {
  let gathered: Uint8Array[] = []
  const flush = () => {
    const all = gathered
    gathered = []
    if (!socket.destroyed) socket.write(all.length === 1 ? (all[0] as Uint8Array) : Buffer.concat(all))
  }
  return (bytes) => {
    if (gathered.push(bytes) === 1) process.nextTick(flush)
  }
}

function toTransport(socket: Socket): Transport {
  return {
    write: toGatheringWrite(socket),
    listen({ onData, onEnd }) {
      let failure: Error | null = null
      socket.removeAllListeners('error')
      socket.on('error', (error) => {
        failure = error
      })
      socket.on('data', onData)
      socket.on('end', () => socket.destroy())
      socket.on('close', () => onEnd(failure))
      if (socket.destroyed) onEnd(failure)
    },
    destroy: () => socket.destroy(),
  }
}

/** Opens TCP (or TLS) to one address within `limitMs`. Rejects with `connection-lost` or `aborted`; the socket is then closed. */
export function openTransport(
  target: ConnectTarget,
  tls: TlsOptions | undefined,
  limitMs: number,
  signal: AbortSignal,
): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const { socket, ready } = openSocket(target, tls)
    const settle = (error: ZooKeeperError | null) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.removeListener(ready, onReady)
      if (error === null) return resolve(toTransport(socket))
      socket.destroy()
      reject(error)
    }
    const onAbort = () => settle(new ZooKeeperError('aborted', 'closed while connecting'))
    const onReady = () => settle(null)
    const timer = setTimeout(() => settle(new ZooKeeperError('connection-lost', `no connection within ${limitMs} ms`)), limitMs)
    socket.setNoDelay(true)
    socket.once(ready, onReady)
    socket.on('error', (cause) => settle(new ZooKeeperError('connection-lost', toSocketErrorText(cause), { cause })))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
  })
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'no answer from the host',
  EPIPE: 'connection reset',
}

/** A socket's error in words. */
export function toSocketErrorText(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code
  return (code !== undefined ? reasons[code] : undefined) ?? error.message
}
