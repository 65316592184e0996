import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { anIdentity } from '@/lib/testing/fencing/a-world'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { noteIdentity } from './noted-identities'
import { createNotesReader } from './notes-reader'

let place: TestJournals
let journal: Journal
beforeEach(async () => {
  place = aJournalPlace()
  journal = await place.open()
})
afterEach(() => place.close())

const identity = anIdentity(1)
const note = (clusterId: string, zkSessionId: string) =>
  noteIdentity(journal, clusterId, { zkSessionId, master: 'jm1:8081', proof: 'logged-connection', identity })
const sessions = (notes: ReadonlyMap<string, unknown>) => [...notes.keys()]

describe('reading what is noted of clusters', () => {
  it('gives each its own, with one statement for all who ask together', async () => {
    await note('east', '0x1')
    await note('east', '0x2')
    await note('west', '0x3')
    const read = createNotesReader(async () => journal)
    const select = vi.spyOn(journal.db, 'selectFrom')
    const [east, west, north, again] = await Promise.all([read('east'), read('west'), read('north'), read('east')])
    expect([sessions(east), sessions(west), sessions(north), sessions(again)]).toEqual([['0x1', '0x2'], ['0x3'], [], ['0x1', '0x2']])
    expect(east.get('0x1')).toEqual({ zkSessionId: '0x1', master: 'jm1:8081', proof: 'logged-connection', identity })
    expect(select).toHaveBeenCalledTimes(1)
  })

  it('reads more than fit into one statement', async () => {
    await note('c1200', '0x1')
    const read = createNotesReader(async () => journal)
    const select = vi.spyOn(journal.db, 'selectFrom')
    const all = await Promise.all(Array.from({ length: 1_201 }, (_, id) => read(`c${id}`)))
    expect(all.map((notes) => notes.size).reduce((sum, size) => sum + size)).toBe(1)
    expect(all[1_200]?.size).toBe(1)
    expect(select).toHaveBeenCalledTimes(3)
  })

  it('fails for those who asked when the journal cannot be had, and reads for the next', async () => {
    let isAway = true
    const read = createNotesReader(async () => (isAway ? Promise.reject(new Error('gone')) : journal))
    await expect(Promise.all([read('east'), read('west')])).rejects.toThrow('gone')
    isAway = false
    expect(sessions(await read('east'))).toEqual([])
  })
})
