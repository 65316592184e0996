import { connect, type Socket } from 'node:net'
import { quantile } from '../report/quantile'
import { preciseNow } from '../clock'
import { serveParent } from './serve-parent'

export interface HttpLoadRequest {
  port: number
  path: string
  connections: number
  /** Answers of the first part are not counted. */
  warmUpMs: number
  measureMs: number
}

export interface LoadResult {
  perSecond: number
  p50: number
  p99: number
  bytes: number
  /** Answers that were not 200. */
  failures: number
}

/** One request after the other on each connection, as fast as answers come; compressed answers accepted, as by browsers. Loopback only. */
async function load({ port, path, connections, warmUpMs, measureMs }: HttpLoadRequest): Promise<LoadResult> {
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: gzip\r\n\r\n`
  const latencies: number[] = []
  let bytes = 0
  let failures = 0
  const from = preciseNow() + warmUpMs
  const to = from + measureMs
  const askers = Array.from({ length: connections }, () =>
    keepAsking(port, request, to, (askedAt, length, isOk) => {
      const now = preciseNow()
      if (now < from || now > to) return
      latencies.push(now - askedAt)
      bytes = length
      if (!isOk) failures++
    }),
  )
  await Promise.all(askers)
  return {
    perSecond: latencies.length / (measureMs / 1000),
    p50: quantile(latencies, 0.5) ?? 0,
    p99: quantile(latencies, 0.99) ?? 0,
    bytes,
    failures,
  }
}

function keepAsking(
  port: number,
  request: string,
  until: number,
  onAnswer: (askedAt: number, length: number, isOk: boolean) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let held: Buffer = Buffer.alloc(0)
    let askedAt = 0
    const ask = () => {
      if (preciseNow() > until) return void socket.destroy()
      askedAt = preciseNow()
      socket.write(request)
    }
    socket.on('connect', ask)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (part: Buffer) => {
      held = held.length === 0 ? part : Buffer.concat([held, part])
      const length = findAnswer(held)
      if (length === null) return
      onAnswer(askedAt, length, held.toString('latin1', 9, 12) === '200')
      held = held.subarray(length)
      ask()
    })
  })
}

/** Length of the whole answer at the start of `held`; null: it is not complete. */
function findAnswer(held: Buffer): number | null {
  const end = held.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = held.toString('latin1', 0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return held.length >= end + 4 + Number(length) ? end + 4 + Number(length) : null
  const last = held.indexOf('\r\n0\r\n\r\n', end)
  return last < 0 ? null : last + 7
}

serveParent({ load: (argument) => load(argument as HttpLoadRequest) })
