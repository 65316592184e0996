import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LinkKind } from '@/lib/model/access-views'
import { anAccess, type TestAccess } from '@/lib/testing/an-access'
import { makeLink } from './make-link'

let people: TestAccess
beforeEach(async () => (people = await anAccess()))
afterEach(() => people.close())

// The guide: an hour for the first administrator, three days for an invitation.
test.each<[LinkKind, number]>([
  ['first-administrator', 1],
  ['sign-in', 1],
  ['reset', 24],
  ['invitation', 72],
])('A link for %s can be used for %d hours', async (kind, hours) => {
  const before = Date.now()
  const { endsAt } = await makeLink(people.access, { kind, email: 'ada@example.org', role: 'viewer', madeBy: null })
  expect(Math.round((endsAt - before) / 60_000)).toBe(hours * 60)
})
