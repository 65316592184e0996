import { afterEach, describe, expect, it } from 'vitest'
import type { LogFinding } from '@/lib/flink/log/session-line'
import { systemClock, type Clock } from '@/lib/base/clock'
import { startFakeTcp, type FakeServer } from '@/lib/testing/fake-job-manager'
import { readOwnLog, toLoggedSessions } from './own-log'

const session = (zkSessionId: string): LogFinding => ({
  kind: 'session',
  zkSessionId,
  member: 'zk/10.0.0.1:2181',
  negotiatedTimeoutMs: 40_000,
})
const rest: LogFinding = { kind: 'rest', address: 'localhost:8081' }
const ids = (findings: LogFinding[]) => toLoggedSessions(findings).map(({ zkSessionId }) => zkSessionId)

describe('sessions in a log', () => {
  it('All sessions in a log belong to the process while the log names one start', () => {
    expect(ids([session('0x1'), rest, rest, session('0x2')])).toEqual(['0x1', '0x2'])
  })

  it('Sessions of an earlier process are left out when the log was appended to', () => {
    expect(ids([session('0x1'), rest, rest, session('0x2'), session('0x3'), rest, rest, session('0x4')])).toEqual(['0x3', '0x4'])
  })
})

let server: FakeServer | null = null
afterEach(async () => server?.kill())

describe('reading a log', () => {
  it('A log of hundreds of megabytes is read up to 64 MB, with its findings kept in little memory', async () => {
    const line = `x - Session establishment complete on server zk/10.0.0.1:2181, session id = 0x1f, negotiated timeout = 40000\n`
    const block = Buffer.from('y'.repeat(1024 * 1024))
    server = await startFakeTcp((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${300 * 1024 * 1024}\r\n\r\n${line}`)
        const more = (): void => {
          if (!socket.destroyed) socket.write(block, more)
        }
        more()
      })
    })
    const before = process.memoryUsage().arrayBuffers
    // However long a busy machine takes for them.
    const patient: Clock = { ...systemClock, after: () => () => undefined }
    const found = await readOwnLog({ host: '127.0.0.1', port: server.port }, patient, new AbortController().signal)
    expect(found).toMatchObject({ known: true, value: [{ zkSessionId: '0x1f' }], detail: '/jobmanager/log, its first 64 MB' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 1024 * 1024)
  })

  it('The log is unknown, with the reason, when the port is refused', async () => {
    const found = await readOwnLog({ host: '127.0.0.1', port: 1 }, systemClock, new AbortController().signal)
    expect(found).toMatchObject({ known: false, reason: 'the log cannot be read: nothing listens on 127.0.0.1:1' })
  })
})
