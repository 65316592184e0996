import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseLog, toLogLines, type LogFile } from './log-end'

const bytes = (text: string) => new TextEncoder().encode(text)
const shown = (text: string, isWhole = true) => toLogLines(bytes(text), isWhole)
const line = (text: string) => `2026-12-01 12:00:00,001 ERROR org.apache.flink.runtime.entrypoint.ClusterEntrypoint [] - ${text}`

describe('the end of a log', () => {
  it('The newest sixty lines are shown, without empty ones at the end', () => {
    const all = Array.from({ length: 200 }, (_, index) => line(`${index}`))
    expect(shown(`${all.join('\n')}\n\n`)).toEqual(all.slice(-60))
  })

  it('A first line that is cut is left out, also in the middle of a character', () => {
    expect(toLogLines(bytes(`€ rest\n${line('whole')}\n`).slice(1), false)).toEqual([line('whole')])
    expect(shown('only line', true)).toEqual(['only line'])
    expect(shown('cut line', false)).toEqual([])
  })

  it('Secrets are hidden: assignments, URLs, properties that Flink logs, and those that escape sequences cut', () => {
    const log = [
      line('Loading configuration property: s3.secret-key, hunter2'),
      line('Loading configuration property: jobmanager.rpc.port, 6123'),
      line('    -Djavax.net.ssl.trustStorePassword=hunter2'),
      line('Connecting to https://user:hunter2@example.org/x'),
      line('options {rest.port=8081, my.api-key=hunter2}'),
      line('pass\u001b[31mword=hunter2 pass\u0000word: hunter2 pass\u202eword=hunter2'),
      'password: hunter2',
      '  - hunter2',
    ].join('\n')
    const text = shown(log).join('\n')
    expect(text).not.toContain('hunter2')
    expect(text).toContain('Loading configuration property: jobmanager.rpc.port, 6123')
    expect(text).toContain('s3.secret-key, ******')
  })

  it('Escape sequences, control characters and characters that turn the direction of writing are taken out', () => {
    expect(shown('\u001b]0;title\u0007\u001b[2J\u001b[31mred\u001b[0m\r\n\u0008\u0007bell\u202e\u2066evil\u200b\tafter')).toEqual([
      'red',
      'bellevil\tafter',
    ])
  })

  it('A line of a megabyte becomes one short line, and a long one is cut', () => {
    expect(shown(`${'x'.repeat(1_000_000)}\n${line('after')}`)).toEqual(['(a line of 1,000,000 characters)', line('after')])
    expect(shown('y'.repeat(3_000))[0]).toBe(`${'y'.repeat(1_000)}…`)
  })

  it('Any bytes become at most sixty lines of bounded length without control characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.boolean(), (any, isWhole) => {
        const lines = toLogLines(any, isWhole)
        expect(lines.length).toBeLessThanOrEqual(60)
        for (const one of lines) expect(one).toMatch(/^[^\u0000-\u0008\u000a-\u001f\u007f-\u009f]{0,1010}$/)
      }),
    )
  })
})

describe('which log is a master’s', () => {
  const established = (id: string) =>
    line(`Session establishment complete on server zk1/10.0.0.1:2181, session id = ${id}, negotiated timeout = 40000`)
  const listening = (at: string) => line(`Rest endpoint listening at ${at}`)
  const file = (name: string, modifiedAt: number, ...told: string[]): LogFile => ({
    folder: '/opt/flink/log',
    name,
    modifiedAt,
    bytes: 10,
    told: told.join('\n'),
  })
  const wanted = { port: 8081, zkSessionId: '0x1000015a68a0001', isAlone: false }

  it('The file that names the session of the process is its log, whatever else is newer', () => {
    const own = file('flink-a-standalonesession-1-jm1.log', 1, established('0x1000015a68a0001'), listening('localhost:8081'))
    const newer = file('flink-a-standalonesession-0-jm1.log', 9, listening('localhost:8081'))
    expect(chooseLog([newer, own], wanted)).toEqual({ file: own, proof: 'session' })
  })

  it('Without its session the newest file of a process on its port is its log', () => {
    const other = file('flink-a-standalonesession-0-jm1.log', 9, listening('localhost:8082'))
    const old = file('flink-a-standalonesession-2-jm1.log', 2, listening('localhost:8081'))
    const own = file('flink-a-standalonesession-1-jm1.log', 5, listening('http://[::1]:8081.'))
    expect(chooseLog([other, old, own], { ...wanted, zkSessionId: null })).toEqual({ file: own, proof: 'address' })
  })

  it('A file that names neither is its log only where it is the one log of the one master of the host', () => {
    const one = file('flink-a-standalonesession-1-jm1.log', 5)
    expect(chooseLog([one], { ...wanted, isAlone: true })).toEqual({ file: one, proof: 'only' })
    expect(chooseLog([one], wanted)).toBeNull()
    expect(chooseLog([one, file('flink-b-standalonesession-1-jm1.log', 6)], { ...wanted, isAlone: true })).toBeNull()
    expect(chooseLog([file('x', 5, listening('localhost:8082'))], { ...wanted, isAlone: true })).toBeNull()
    expect(chooseLog([], wanted)).toBeNull()
  })
})
