import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { getAccessEnvironment } from '@/lib/settings/access-environment'
import { aJournalPlace } from '@/lib/testing/a-journal'
import { makeAccess } from '../access'
import { hashPassword } from './set-password'

test('A password is stored as scrypt of 16,384 rounds over blocks of 2 KB, with a salt of its own', async () => {
  const place = aJournalPlace()
  try {
    const access = await makeAccess(await place.open(), getAccessEnvironment({}), place.place.dataDir)
    const hashes = [await hashPassword(access, 'lamp over the leader'), await hashPassword(access, 'lamp over the leader')]
    const expected = hashes.map((hash) => {
      const salt = hash.split(':')[0]!
      const key = scryptSync('lamp over the leader', salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 })
      return `${salt}:${key.toString('hex')}`
    })
    expect(hashes).toEqual(expected)
    expect(hashes[0]).toMatch(/^[0-9a-f]{32}:/)
    expect(hashes[0]).not.toBe(hashes[1])
  } finally {
    await place.close()
  }
})
