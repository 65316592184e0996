import 'server-only'
import { connect } from 'node:net'
import type { Clock } from '@/lib/base/clock'
import { toConnectFailure, type ConnectFailure } from './connect-failure'
import { boundedLookup } from './resolve-host'

/** Opens and closes one connection: `null` when it was accepted, which a frozen process' kernel does too. */
export function tryConnect(host: string, port: number, limitMs: number, clock: Clock): Promise<ConnectFailure | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup: boundedLookup, autoSelectFamilyAttemptTimeout: 1_000 })
    const settle = (outcome: ConnectFailure | null): void => {
      cancel()
      socket.destroy()
      resolve(outcome)
    }
    const late = Object.assign(new Error('no answer to the connection request'), { code: 'ETIMEDOUT' })
    const cancel = clock.after(limitMs, () => settle(toConnectFailure(late, `${host}:${port}`)))
    socket.once('connect', () => settle(null))
    socket.on('error', (error) => settle(toConnectFailure(error, `${host}:${port}`)))
  })
}
