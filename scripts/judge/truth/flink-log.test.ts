import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LogTail } from './flink-log'

const id = '0a1b2c3d-0000-4000-8000-000000000001'
const stamp = (second: number) => `2026-12-01 02:00:${String(second).padStart(2, '0')},500 INFO  `
const time = (second: number) => new Date(`2026-12-01T02:00:${String(second).padStart(2, '0')}.500`).getTime()
const granted = (second: number) =>
  `${stamp(second)}org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunner [] - DefaultDispatcherRunner was granted leadership with leader id ${id}. Creating new DispatcherLeaderProcess.\n`
const revoked = (second: number) =>
  `${stamp(second)}o.a.f.DefaultDispatcherRunner [] - DefaultDispatcherRunner was revoked the leadership with leader id ${id}. Stopping.\n`
const opened = (second: number, session: string) =>
  `${stamp(second)}o.a.z.ClientCnxn [] - Session establishment complete on server localhost/127.0.0.1:2181, session id = ${session}, negotiated timeout = 6000\n`

describe('a JobManager’s log', () => {
  let folder: string
  let file: string
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'us-judge-log-'))))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('The log tail finds session and leadership as they are written, also in halves of lines', () => {
    file = join(folder, 'a.log')
    const tail = new LogTail(file, time(0))
    expect(tail.look()).toEqual({ leaderSessionId: null, leadershipAt: null, session: null })
    writeFileSync(file, opened(1, '0x00012ab'))
    expect(tail.look().session).toBe('0x12ab')
    const line = granted(2)
    appendFileSync(file, line.slice(0, 90))
    expect(tail.look().leaderSessionId).toBeNull()
    appendFileSync(file, line.slice(90))
    expect(tail.look()).toEqual({ leaderSessionId: id, leadershipAt: time(2), session: '0x12ab' })
    appendFileSync(file, revoked(3))
    expect(tail.look()).toEqual({ leaderSessionId: null, leadershipAt: time(3), session: '0x12ab' })
  })

  it('The log tail ignores lines of an earlier process, and follows the file that log4j begins anew', () => {
    file = join(folder, 'b.log')
    writeFileSync(file, opened(1, '0x1') + granted(2))
    const tail = new LogTail(file, time(10))
    expect(tail.look()).toEqual({ leaderSessionId: null, leadershipAt: null, session: null })
    renameSync(file, `${file}.1`)
    writeFileSync(file, opened(12, '0x2'))
    expect(tail.look().session).toBe('0x2')
  })
})
