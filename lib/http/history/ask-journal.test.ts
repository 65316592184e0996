import { afterEach, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { JournalError } from '@/lib/journal/errors'
import { proveAudit } from '../activity/verify-audit'
import { askJournal } from './ask-journal'

const sentence = 'The database cannot be reached. Look at DATABASE_URL.'

afterEach(() => void (processWide.journal = undefined))

test('The reason for an unusable journal is reported from whichever bundle opened it', async () => {
  vi.resetModules()
  // What the bundle that opened the journal throws: the same class in a copy of its own.
  const elsewhere = await import('@/lib/journal/errors')
  expect(elsewhere.JournalError).not.toBe(JournalError)
  const journal = Promise.reject(new elsewhere.JournalError('database-unreachable', sentence)) as Promise<never>
  journal.catch(() => undefined)
  processWide.journal = { journal, problem: null, failedAt: Date.now() }
  expect(await askJournal(async () => 1)).toEqual({ value: null, problem: sentence })
  await expect(proveAudit(null)).rejects.toThrow(sentence)
})
