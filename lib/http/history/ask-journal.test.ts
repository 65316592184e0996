import { afterEach, expect, test } from 'vitest'
import { proveAudit } from '../activity/verify-audit'
import { askJournal } from './ask-journal'

/** What the bundle that opened the journal throws: the same name, another class. */
class JournalErrorElsewhere extends Error {
  override readonly name = 'JournalError'
}

const sentence = 'The database cannot be reached. Look at DATABASE_URL.'
const failing = { journal: Promise.reject(new JournalErrorElsewhere(sentence)) as Promise<never>, problem: null, failedAt: Date.now() }
failing.journal.catch(() => undefined)

afterEach(() => void (globalThis.understudyJournal = undefined))

test('why the journal cannot be used is told, whichever bundle opened it', async () => {
  globalThis.understudyJournal = failing
  expect(await askJournal(async () => 1)).toEqual({ value: null, problem: sentence })
  await expect(proveAudit(null)).rejects.toThrow(sentence)
})
