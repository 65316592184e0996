import { describe, expect, it } from 'vitest'
import { readFailures } from './exceptions-answer'
import type { RestAnswer } from './rest-client'

const read = (body: unknown) => {
  const answer = { status: 200, location: null, text: JSON.stringify(body) } as unknown as RestAnswer
  const reading = readFailures(answer, '/jobs/x/exceptions')
  if (!reading.ok) throw new Error(reading.reason)
  return reading.value
}

describe('failures of a job', () => {
  it('The failures of a job are sorted newest first, with the innermost cause of the newest', () => {
    const stacktrace =
      'java.lang.RuntimeException: outer\n\tat a.b\nCaused by: java.io.FileNotFoundException: /data/in.csv (No such file)\n\tat c.d'
    const entries = [
      { exceptionName: 'x', stacktrace, timestamp: 2_000 },
      { exceptionName: 'x', stacktrace: 'old', timestamp: 1_000 },
      { exceptionName: 'x', stacktrace: 'newer', timestamp: 3_000 },
    ]
    expect(read({ 'root-exception': 'r', timestamp: 1, exceptionHistory: { entries, truncated: false } })).toEqual({
      times: [3_000, 2_000, 1_000],
      line: 'newer',
    })
    expect(read({ exceptionHistory: { entries: entries.slice(0, 1) } }).line).toBe(
      'java.io.FileNotFoundException: /data/in.csv (No such file)',
    )
  })

  it('The failures of a job before Flink 1.13 are the newest one alone, or none', () => {
    expect(read({ 'root-exception': 'java.lang.Error: boom', timestamp: 5_000, 'all-exceptions': [] })).toEqual({
      times: [5_000],
      line: 'java.lang.Error: boom',
    })
    expect(read({ 'root-exception': null, timestamp: null, 'all-exceptions': [] })).toEqual({ times: [], line: null })
  })

  it('The failures of a job are bounded, without secrets and control characters', () => {
    const many = Array.from({ length: 900 }, (_, i) => ({ timestamp: i + 1, stacktrace: 'a: x' }))
    expect(read({ exceptionHistory: { entries: many } }).times).toHaveLength(20)
    const line = read({
      timestamp: 1,
      'root-exception': `java.sql.SQLException: jdbc:postgres://u:hunter2@db/x password=hunter3, api.key: hunter4 \u001b[31m${'x'.repeat(50_000)}`,
    }).line!
    expect(line).not.toMatch(/hunter|\u001b/)
    expect(line.length).toBeLessThanOrEqual(300)
  })
})
