import { describe, expect, it, vi } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { anIdentity } from '@/lib/testing/fencing/a-world'
import { openJournalForEach } from '@/lib/testing/open-journal-for-each'
import { noteIdentity } from './noted-identities'
import { createNotesReader } from './notes-reader'

let journal: Journal
openJournalForEach((opened) => (journal = opened))

const identity = anIdentity(1)
const note = (clusterId: string, zkSessionId: string) =>
  noteIdentity(journal, clusterId, { zkSessionId, master: 'jm1:8081', proof: 'logged-connection', identity })
const sessions = (notes: ReadonlyMap<string, unknown>) => [...notes.keys()]

describe('createNotesReader', () => {
  it('The notes reader gives each cluster its own notes with one statement for simultaneous callers', async () => {
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

  it('The notes reader reads more clusters than fit into one statement', async () => {
    await note('c1200', '0x1')
    const read = createNotesReader(async () => journal)
    const select = vi.spyOn(journal.db, 'selectFrom')
    const all = await Promise.all(Array.from({ length: 1_201 }, (_, id) => read(`c${id}`)))
    expect(all.map((notes) => notes.size).reduce((sum, size) => sum + size)).toBe(1)
    expect(all[1_200]?.size).toBe(1)
    expect(select).toHaveBeenCalledTimes(3)
  })

  it('The notes reader rejects its callers while the journal is unavailable and reads for the next ones', async () => {
    let isAway = true
    const read = createNotesReader(async () => (isAway ? Promise.reject(new Error('gone')) : journal))
    await expect(Promise.all([read('east'), read('west')])).rejects.toThrow('gone')
    isAway = false
    expect(sessions(await read('east'))).toEqual([])
  })
})
