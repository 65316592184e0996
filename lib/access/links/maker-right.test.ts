import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { anAccess, goodPassword, here, refused, tokenOf, type TestAccess } from '@/lib/testing/an-access'
import type { Actor } from '@/lib/model/actor'
import { endKey } from '../keys/keys'
import { changePassword } from '../passwords/change-password'
import { changeRole, makeResetLink, removePerson } from '../people/change-person'
import { findFirstWords } from '../people/first-administrator'
import { invitePerson, withdrawLink } from '../people/invite-person'
import { listInvitations, listPeople, listResetLinks } from '../people/list-people'
import { getSignIns } from '../sign-ins'
import { makeLink } from './make-link'
import { takeLink } from './take-link'

let people: TestAccess
let ada: Awaited<ReturnType<TestAccess['addPerson']>>
let bob: typeof ada
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
})
afterEach(() => people.close())

const find = async (headers: Record<string, string>) => (await getSignIns()).findSignedIn(new Headers(headers))
const take = (url: string, email?: string) =>
  refused(takeLink(people.access, { token: tokenOf(url), name: 'New', email, password: 'another lamp above' }, here))
const openLinks = async () =>
  (await people.access.journal.db.selectFrom('links').select('id').where('used_at', 'is', null).execute()).length

describe('open links', () => {
  beforeEach(async () => {
    ada = await people.addPerson('administrator')
    bob = await people.addPerson('administrator', 'bob@example.org')
  })
  const prepare = async (actor: Actor) =>
    [
      await invitePerson(people.access, { actor, ...here }, { email: 'eve@example.org', role: 'administrator' }),
      await makeResetLink(people.access, { actor, ...here }, ada.id),
    ] as const

  test.each([
    ['is removed', () => removePerson(people.access, ada.requester, bob.id)],
    ['is an operator now', () => changeRole(people.access, ada.requester, bob.id, 'operator')],
  ])('All open links of an administrator who %s are ended', async (_what, change) => {
    const links = await prepare(bob.requester.actor)
    await change()
    expect([await openLinks(), await take(links[0].url), await take(links[1].url)]).toEqual([0, 'link-unusable', 'link-unusable'])
    await take((await invitePerson(people.access, ada.requester, { email: 'eve@example.org', role: 'viewer' })).url)
    expect((await find({ cookie: ada.cookie }))?.actor.id, 'what others made works').toBe(ada.id)
  })

  test('A link made with a key ends with the key and with its owner’s role, and never outlasts it', async () => {
    const { id } = await people.addKey(bob.id, 'administrator', 1)
    const key: Actor = { kind: 'key', id, name: 'key k', role: 'administrator' }
    const links = await prepare(key)
    expect(links[0].endsAt - Date.now()).toBeLessThanOrEqual(24 * 3_600_000)
    await endKey(people.access, ada.requester, id)
    expect([await openLinks(), await take(links[0].url), await take(links[1].url)]).toEqual([0, 'link-unusable', 'link-unusable'])
    const other = await people.addKey(bob.id, 'administrator')
    const [invited] = await prepare({ ...key, id: other.id })
    await changeRole(people.access, ada.requester, bob.id, 'viewer')
    expect(await take(invited.url)).toBe('link-unusable')
  })

  test('A link is checked again at its use, so one made as its maker lost the role is dead', async () => {
    await changeRole(people.access, ada.requester, bob.id, 'operator')
    const [invited, reset] = await prepare(bob.requester.actor)
    expect([
      await listInvitations(people.access),
      await listResetLinks(people.access),
      await take(invited.url),
      await take(reset.url),
    ]).toEqual([[], [], 'link-unusable', 'link-unusable'])
  })

  test('A link used at the moment its maker is removed either works before the removal or not at all', async () => {
    for (let round = 0; round < 5; round++) {
      const eve = await people.addPerson('administrator', `eve${round}@example.org`)
      const { url } = await invitePerson(people.access, eve.requester, { email: `new${round}@example.org`, role: 'administrator' })
      await Promise.all([take(url), removePerson(people.access, ada.requester, eve.id)])
      const lines = (await people.readAudit())
        .filter(
          ({ target, action }) =>
            (target === `new${round}@example.org` && action === 'link.invitation') || (target === eve.email && action === 'person.remove'),
        )
        .map(({ action }) => action)
      expect([['person.remove'], ['link.invitation', 'person.remove']]).toContainEqual(lines)
    }
  })

  test('The open links are listed with maker, recipient and expiry, and can be withdrawn', async () => {
    const [invited, reset] = await prepare(bob.requester.actor)
    expect([await listInvitations(people.access), await listResetLinks(people.access)]).toEqual([
      [
        {
          id: invited.id,
          email: 'eve@example.org',
          role: 'administrator',
          invitedBy: bob.email,
          endsAt: new Date(invited.endsAt).toISOString(),
        },
      ],
      [{ id: reset.id, email: ada.email, madeBy: bob.email, endsAt: new Date(reset.endsAt).toISOString() }],
    ])
    await withdrawLink(people.access, ada.requester, reset.id)
    expect([
      await listResetLinks(people.access),
      await take(reset.url),
      await refused(withdrawLink(people.access, ada.requester, reset.id)),
    ]).toEqual([[], 'link-unusable', 'not-found'])
  })
})

describe('keys and a new password', () => {
  beforeEach(async () => {
    ada = await people.addPerson('administrator')
    bob = await people.addPerson('administrator', 'bob@example.org')
  })
  const audit = async (action: string) =>
    (await people.access.journal.db.selectFrom('audit').select('detail').where('action', '=', action).execute()).map(
      ({ detail }) => JSON.parse(detail ?? '{}') as object,
    )

  test('An administrator’s link for a new password ends that person’s keys and what was made with them', async () => {
    const { id, authorization } = await people.addKey(bob.id, 'administrator')
    const { authorization: hers } = await people.addKey(ada.id, 'administrator')
    await invitePerson(
      people.access,
      { actor: { kind: 'key', id, name: 'key k', role: 'administrator' }, ...here },
      { email: 'eve@example.org', role: 'administrator' },
    )
    expect(await take((await makeResetLink(people.access, ada.requester, bob.id)).url)).toBeNull()
    expect([await find({ authorization }), (await find({ authorization: hers }))?.actor.role, await openLinks()]).toEqual([
      null,
      'administrator',
      0,
    ])
    expect(await audit('link.reset')).toMatchObject([{ keysEnded: ['administrator key'] }])
  })

  test.each([
    [true, null],
    [false, 'administrator'],
  ])('A person’s own password change with endKeys %s leaves the key with the role %s', async (endKeys, role) => {
    const { authorization } = await people.addKey(bob.id, 'administrator')
    await changePassword(people.access, bob.requester, 'c1', { present: goodPassword, next: 'another lamp above', endKeys })
    expect((await find({ authorization }))?.actor.role ?? null).toBe(role)
    expect(await audit('password.change')).toMatchObject([{ keysEnded: endKeys ? ['administrator key'] : [] }])
  })
})

describe('first links', () => {
  const first = () => makeLink(people.access, { kind: 'first-administrator', role: 'administrator', madeBy: null })

  test('Two first links used at once create one administrator, ten times in a row', async () => {
    for (let round = 0; round < 10; round++) {
      const links = [await first(), await first()]
      const codes = await Promise.all(links.map(({ url }, index) => take(url, `first${index}@example.org`)))
      expect([codes.sort(), (await listPeople(people.access)).length]).toEqual([[null, 'link-unusable'].sort(), 1])
      await people.close()
      people = await anAccess()
    }
  })

  test('A new start ends the first links that earlier starts printed', async () => {
    const url = async () => /http\S+/.exec((await findFirstWords(people.access)) ?? '')?.[0] ?? ''
    const [before, now] = [await url(), await url()]
    expect([await take(before, 'eve@example.org'), await take(now, 'ada@example.org')]).toEqual(['link-unusable', null])
  })
})
