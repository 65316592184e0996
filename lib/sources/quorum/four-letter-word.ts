import 'server-only'
import { connect } from 'node:net'
import type { Clock } from '@/lib/base/clock'
import { toConnectFailure, type ConnectFailure } from '@/lib/network/connect-failure'
import type { ConnectionTarget } from '@/lib/network/hold-connection'
import { boundedLookup } from '@/lib/network/resolve-host'

export type Word = 'srvr' | 'stat' | 'mntr' | 'cons' | 'conf' | 'ruok'

export type WordAnswer =
  | { kind: 'text'; text: string; latencyMs: number }
  /** Accepted, but not one byte within the limit. */
  | { kind: 'no-answer' }
  /** Accepted, then closed without a byte: a port for TLS only, or not ZooKeeper's. */
  | { kind: 'nothing' }
  | { kind: 'not-connected'; failure: ConnectFailure }

const limitMs = 2_000
const mostBytes = 64 * 1024

/**
 * One of ZooKeeper's four-letter words: a connection of its own, four bytes, the text, and the server closes it
 * (org.apache.zookeeper.server.command). Answers are cut at 64 kB: enough for `cons` of some 300 sessions.
 */
export function askWord({ host, port }: ConnectionTarget, word: Word, clock: Clock): Promise<WordAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup: boundedLookup, autoSelectFamilyAttemptTimeout: 1_000 })
    const chunks: Uint8Array[] = []
    const startedAt = clock.now()
    let bytes = 0
    let isConnected = false
    const settle = (answer: WordAnswer): void => {
      cancel()
      socket.destroy()
      resolve(answer)
    }
    const toText = (): WordAnswer => ({ kind: 'text', text: Buffer.concat(chunks).toString('utf8'), latencyMs: clock.now() - startedAt })
    const toTimeout = (): WordAnswer => {
      if (isConnected) return { kind: 'no-answer' }
      const late = Object.assign(new Error('no answer to the connection request'), { code: 'ETIMEDOUT' })
      return { kind: 'not-connected', failure: toConnectFailure(late, `${host}:${port}`) }
    }
    const cancel = clock.after(limitMs, () => settle(bytes > 0 ? toText() : toTimeout()))
    socket.once('connect', () => {
      isConnected = true
      socket.write(word)
    })
    socket.on('data', (chunk) => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes >= mostBytes) settle(toText())
    })
    socket.once('end', () => settle(bytes > 0 ? toText() : { kind: 'nothing' }))
    socket.on('error', (error) => {
      if (bytes > 0) return settle(toText())
      settle(isConnected ? { kind: 'nothing' } : { kind: 'not-connected', failure: toConnectFailure(error, `${host}:${port}`) })
    })
  })
}
