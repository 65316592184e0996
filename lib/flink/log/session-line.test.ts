import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSessionLineScanner } from './session-line'
import type { LogFinding } from './session-line'

const prefix = '2026-11-22 15:29:43,508 INFO  org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.ClientCnxn          [] - '
const established = (id: string, server = 'jm1/10.77.0.11:2181', timeout = 40000, word = 'session id') =>
  `${prefix}Session establishment complete on server ${server}, ${word} = ${id}, negotiated timeout = ${timeout}\n`
const listening =
  '2026-11-22 15:29:45,100 INFO  org.apache.flink.runtime.dispatcher.DispatcherRestEndpoint  [] - Rest endpoint listening at localhost:8082\n'

function scan(...pieces: (string | Uint8Array)[]): LogFinding[] {
  const scanner = createSessionLineScanner()
  for (const piece of pieces) scanner.push(piece)
  return scanner.findings()
}

const session = (zkSessionId: string, member = 'jm1/10.77.0.11:2181', negotiatedTimeoutMs = 40000): LogFinding => ({
  kind: 'session',
  zkSessionId,
  member,
  negotiatedTimeoutMs,
})

describe('a JobManager’s log', () => {
  it('A JobManager’s log names every session and the web address, in order', () => {
    expect(scan(`first line\n${established('0x1000015a68a0000')}${listening}noise\n${established('0x1000015a68a0007')}`)).toEqual([
      session('0x1000015a68a0000'),
      { kind: 'rest', address: 'localhost:8082' },
      session('0x1000015a68a0007'),
    ])
  })

  it('A log of ZooKeeper’s older client is read, with CRLF, with IPv6 and without a host name', () => {
    expect(
      scan(
        established('0x1A203E3BC5C0002', 'localhost/0:0:0:0:0:0:0:1:2181', 6000, 'sessionid').replace('\n', '\r\n'),
        established('0x05', '/10.0.0.1:2181'),
      ),
    ).toEqual([session('0x1a203e3bc5c0002', 'localhost/0:0:0:0:0:0:0:1:2181', 6000), session('0x5', '/10.0.0.1:2181')])
  })

  it('A log of Flink before 1.5 names its web frontend', () => {
    expect(
      scan('INFO x - Web frontend listening at 0.0.0.0/0.0.0.0:8081\n', 'INFO x - Web frontend listening at http://localhost:8081.\n'),
    ).toEqual([
      { kind: 'rest', address: '0.0.0.0/0.0.0.0:8081' },
      { kind: 'rest', address: 'http://localhost:8081' },
    ])
  })

  it('A log gives the same findings however it is cut, as text or as bytes', () => {
    const log = `é ${established('0x1')}${listening}${established('0x2')}`
    const bytes = new TextEncoder().encode(log)
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        expect(scan(...at.slice(1).map((end, i) => bytes.subarray(at[i], end)))).toEqual(scan(log))
      }),
    )
    expect(scan(log)).toHaveLength(3)
  })

  it('A last line without an end does not count, since its number could be cut', () => {
    expect(scan(established('0x1').slice(0, -2))).toEqual([])
  })

  it('A log line that only quotes a session line does not count', () => {
    expect(scan(`INFO Dispatcher - Submitting job '${established('0x1').trim()}' (abc).\n`)).toEqual([])
  })

  it('A log line of 1 MB is skipped, and the line behind it is read', () => {
    expect(scan('x'.repeat(1_000_000), `${established('0x1').trim()}\n`, established('0x2'))).toEqual([session('0x2')])
  })

  it('The scanner keeps the newest findings of each kind', () => {
    const scanner = createSessionLineScanner(2)
    for (const id of ['0x1', '0x2', '0x3']) scanner.push(established(id))
    scanner.push(listening)
    expect(scanner.findings()).toEqual([session('0x2'), session('0x3'), { kind: 'rest', address: 'localhost:8082' }])
  })

  it('A log of any bytes is scanned without an error', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), (pieces) => {
        scan(...pieces)
      }),
    )
  })
})
