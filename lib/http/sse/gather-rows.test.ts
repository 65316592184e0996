import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { toSummary } from '@/lib/model/summarize'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { gatherRows, rowsRestMs, urgentRestMs, type RowGatherer } from './gather-rows'

let sent: (readonly ClusterSummary[])[] = []
let rows: RowGatherer
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  sent = []
  rows = gatherRows((changed) => sent.push(changed))
})
afterEach(() => vi.useRealTimers())

const east = { ...toSummary(aSnapshot()), id: 'east' }
const west = { ...east, id: 'west' }
const advance = (ms: number) => vi.advanceTimersByTime(ms)

describe('gatherRows', () => {
  it('A change after a quiet time is sent at once', () => {
    rows.put(east)
    expect(sent).toEqual([[east]])
    advance(rowsRestMs)
    rows.put({ ...east, jobs: 2 })
    expect(sent).toEqual([[east], [{ ...east, jobs: 2 }]])
  })

  it('Changes in quick succession are sent together with the newest version of each row', () => {
    rows.put(east)
    rows.put(west)
    advance(urgentRestMs)
    expect(sent, 'a row that was never told does not wait long').toEqual([[east], [west]])
    for (let jobs = 2; jobs < 50; jobs++) rows.put({ ...(jobs % 2 ? east : west), jobs })
    advance(rowsRestMs - 1)
    expect(sent).toHaveLength(2)
    advance(1)
    expect(sent[2]).toEqual([
      { ...west, jobs: 48 },
      { ...east, jobs: 49 },
    ])
    advance(10 * rowsRestMs)
    expect(sent).toHaveLength(3)
  })

  it('A changed leader or verdict is sent early together with all waiting rows', () => {
    rows.put(east)
    rows.put({ ...east, jobs: 2 })
    rows.put({ ...east, jobs: 2, leader: 'jm-2:8081' })
    advance(urgentRestMs)
    expect(sent).toEqual([[east], [{ ...east, jobs: 2, leader: 'jm-2:8081' }]])
    rows.put({ ...west, level: 'no-leader' })
    advance(urgentRestMs - 1)
    expect(sent).toHaveLength(2)
    advance(1)
    expect(sent[2]).toEqual([{ ...west, level: 'no-leader' }])
  })

  it('A burst of many rows delays the next one by up to a second', () => {
    const many = (jobs: number) => Array.from({ length: 100 }, (_, i) => ({ ...east, id: `c${i}`, jobs }))
    rows.put(east)
    for (const row of many(1)) rows.put(row)
    advance(urgentRestMs)
    for (const row of many(2)) rows.put({ ...row, level: 'no-leader' })
    advance(urgentRestMs + 99 - 1)
    expect(sent).toHaveLength(2)
    advance(1)
    expect(sent[2]).toHaveLength(100)
    for (let i = 0; i < 1_000; i++) rows.put({ ...east, id: `d${i}` })
    advance(urgentRestMs + 99)
    rows.put({ ...east, jobs: 9 })
    advance(1_000)
    expect(sent.slice(3).map(({ length }) => length)).toEqual([1_000, 1])
  })

  it('A row that a whole list has sent is not sent again, and nothing is sent once closed', () => {
    rows.put(east)
    rows.put(west)
    rows.forget()
    advance(rowsRestMs)
    expect(sent).toEqual([[east]])
    rows.put(west)
    rows.put(east)
    rows.close()
    advance(rowsRestMs)
    expect(sent).toEqual([[east], [west]])
  })
})
