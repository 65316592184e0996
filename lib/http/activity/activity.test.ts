import { describe, expect, it } from 'vitest'
import { anActor } from '@/lib/testing/fake-sign-ins'
import { toCell, toCutLine, toHead, toLine } from './export-lines'
import { readActivityFilter } from './read-filter'

const read = (query: string, role: 'viewer' | 'administrator' = 'viewer') => readActivityFilter(new URLSearchParams(query), anActor(role))
const entry = {
  id: 'event-1',
  at: '2026-03-14T13:58:15.000Z',
  source: 'event',
  kind: 'leader',
  severity: 'warning',
  clusterId: 'east',
  subject: 'jm1:8081',
  who: null,
  text: 'jm1:8081 took the "lead", again',
} as const

describe('the filter of the activity', () => {
  it('The activity filter reads what a form sends, empty fields included', () => {
    expect(
      read('source=event&source=term&severity=error&who=&text=+jm1+&cluster=east&from=2026-03-14T13%3A58&to=2026-03-15', 'administrator'),
    ).toEqual({
      clusterId: 'east',
      sources: ['event', 'term'],
      severities: ['error'],
      who: null,
      text: 'jm1',
      from: Date.parse('2026-03-14T13:58:00Z'),
      to: Date.parse('2026-03-15T00:00:00Z'),
      before: null,
    })
  })

  it('The activity filter leaves the audit log to administrators', () => {
    expect(read('').sources).toEqual(['event', 'term', 'finding', 'operation', 'incident', 'maintenance'])
    expect(read('', 'administrator').sources).toEqual([])
    expect(() => read('source=audit')).toThrow(expect.objectContaining({ code: 'not-allowed' }))
    expect(read('source=audit', 'administrator').sources).toEqual(['audit'])
  })

  it.each([
    'from=yesterday',
    'from=2026-13-45',
    'source=gossip',
    'severity=fine',
    'before=here',
    'cluster=../etc',
    `text=${'x'.repeat(201)}`,
  ])('The activity filter refuses %s', (query) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ code: 'bad-request' }))
  })
})

describe('an export of the activity', () => {
  it('An export has one entry per line, and CSV has a header', () => {
    expect(toHead('csv') + toLine(entry, 'csv')).toBe(
      'at,source,kind,severity,clusterId,subject,who,text,id\r\n2026-03-14T13:58:15.000Z,event,leader,warning,east,jm1:8081,,"jm1:8081 took the ""lead"", again",event-1\r\n',
    )
    expect(toHead('jsonl') + toLine(entry, 'jsonl')).toBe(`${JSON.stringify(entry)}\n`)
  })

  it.each(['x;=1+1', 'x|=1', 'x\t=cmd|x', 'x\r\n=1', 'x;  @SUM(A1)', 'x; -1', 'x;\uff1d1'])(
    'An export defuses a formula inside %j',
    (text) => {
      expect(toCell(text)).toMatch(/^"x[;|\t\r\n]+ *'[=+@\uff1d-]/)
    },
  )

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =cmd|x', '=HYPERLINK("http://evil","x")'])(
    'An export defuses the formula %j',
    (text) => {
      expect(toCell(text)).toMatch(/^"'/)
    },
  )

  it('A truncated export says so', () => {
    expect(JSON.parse(toCutLine('jsonl', 10))).toMatchObject({ cut: true })
    expect(toCutLine('csv', 10).split(',')).toHaveLength(9)
  })
})
