import { getMigrations } from 'better-auth/db/migration'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { anAccess, goodPassword, here, tokenOf, type TestAccess } from '@/lib/testing/an-access'
import { verifyAudit } from '@/lib/journal/audit/verify'
import { endKey, listKeys } from './keys/keys'
import { lookAtLink } from './links/look-at-link'
import { makeLink } from './links/make-link'
import { takeLink } from './links/take-link'
import { changePassword } from './passwords/change-password'
import { changeRole, makeResetLink, removePerson } from './people/change-person'
import { findFirstWords } from './people/first-administrator'
import { invitePerson, withdrawLink } from './people/invite-person'
import { listInvitations, listPeople } from './people/list-people'
import { proveSession } from './sessions/prove-session'
import { signIn } from './sessions/sign-in'
import { signOut } from './sessions/sign-out'
import { endOwnSession, listOwnSessions } from './sessions/own-sessions'
import { getSignIns } from './sign-ins'

// Hashing a password is slow on purpose, and two cores carry everything.
let people: TestAccess
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
})
afterEach(() => people.close())

const find = async (headers: Record<string, string>) => (await getSignIns()).findSignedIn(new Headers(headers))
const refused = (doing: Promise<unknown>) =>
  doing.then(
    () => null,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  )
const account = { name: 'Ada', email: 'Ada@Example.org', password: goodPassword }

test('The SQLite schema has everything that better-auth needs', async () => {
  const { toBeCreated, toBeAdded } = await getMigrations({
    ...people.access.auth.options,
    database: { db: people.access.journal.db, type: people.access.journal.dialect },
  })
  expect([toBeCreated, toBeAdded]).toEqual([[], []])
})

describe('the first administrator', () => {
  test('The printed first link creates one administrator once, and no further link is printed', async () => {
    const token = tokenOf(/http\S+/.exec((await findFirstWords(people.access)) ?? '')?.[0] ?? '')
    const begun = await takeLink(people.access, { token, ...account }, here)
    expect(begun.actor).toMatchObject({ kind: 'person', name: 'ada@example.org', role: 'administrator' })
    expect((await find({ cookie: begun.cookies[0]!.split(';')[0]! }))?.actor.role).toBe('administrator')
    expect(await refused(takeLink(people.access, { token, ...account, email: 'eve@example.org' }, here))).toMatchObject({
      code: 'link-unusable',
      message: expect.stringContaining('used already'),
    })
    expect(await findFirstWords(people.access)).toBeNull()
  })

  test('Of two holders of first links, only one becomes the administrator', async () => {
    const [one, other] = await Promise.all(
      [0, 1].map(async () => tokenOf((await makeLink(people.access, { kind: 'first-administrator', madeBy: null })).url)),
    )
    await takeLink(people.access, { token: one!, ...account }, here)
    expect(await refused(takeLink(people.access, { token: other!, ...account, email: 'eve@example.org' }, here))).toMatchObject({
      code: 'link-unusable',
      message: expect.stringContaining('administrator already'),
    })
  })

  test('A first administrator named in the environment exists at once and signs in by the printed link', async () => {
    await people.close()
    people = await anAccess({ UNDERSTUDY_FIRST_ADMINISTRATOR: 'Ops@Example.org' })
    const token = tokenOf(/http\S+/.exec((await findFirstWords(people.access)) ?? '')?.[0] ?? '')
    expect(await lookAtLink(people.access, token)).toMatchObject({ kind: 'sign-in', email: 'ops@example.org' })
    expect((await takeLink(people.access, { token }, here)).actor).toMatchObject({ name: 'ops@example.org', role: 'administrator' })
    expect(await findFirstWords(people.access), 'while nobody has a password').toContain('ops@example.org')
  })

  test('A first sign-in link sets a password for the later step-up, and no sign-in link changes one that is set', async () => {
    await people.close()
    people = await anAccess({ UNDERSTUDY_FIRST_ADMINISTRATOR: 'ops@example.org' })
    const token = tokenOf(/http\S+/.exec((await findFirstWords(people.access)) ?? '')?.[0] ?? '')
    expect(await refused(takeLink(people.access, { token, password: 'short' }, here))).toMatchObject({ code: 'password-refused' })
    const { actor } = await takeLink(people.access, { token, password: goodPassword }, here)
    expect((await signIn(people.access, { email: 'ops@example.org', password: goodPassword }, here)).actor).toEqual(actor)
    expect(await findFirstWords(people.access)).toBeNull()
    const { url } = await makeLink(people.access, { kind: 'sign-in', email: 'ops@example.org', personId: actor.id, madeBy: null })
    expect(await refused(takeLink(people.access, { token: tokenOf(url), password: 'another lamp above' }, here))).toMatchObject({
      code: 'link-unusable',
      message: expect.stringContaining('has a password already'),
    })
    expect((await takeLink(people.access, { token: tokenOf(url) }, here)).actor).toEqual(actor)
  })
})

describe('links', () => {
  test('A link that two people use at once admits one', async () => {
    const { url } = await makeLink(people.access, { kind: 'invitation', email: 'bob@example.org', role: 'operator', madeBy: null })
    const both = await Promise.all(
      [1, 2].map(() => refused(takeLink(people.access, { token: tokenOf(url), name: 'Bob', password: goodPassword }, here))),
    )
    expect(both.filter((one) => one === null)).toHaveLength(1)
    expect(await listPeople(people.access)).toHaveLength(1)
  })

  test('A link gives the invited address and role, whatever is filled in', async () => {
    const { url } = await makeLink(people.access, { kind: 'invitation', email: 'bob@example.org', role: 'viewer', madeBy: null })
    const { actor } = await takeLink(
      people.access,
      { token: tokenOf(url), name: 'Bob', email: 'eve@example.org', password: goodPassword },
      here,
    )
    expect(actor).toMatchObject({ name: 'bob@example.org', role: 'viewer' })
  })

  test('A link survives a refused password and expires', async () => {
    const { url } = await makeLink(people.access, { kind: 'invitation', email: 'bob@example.org', role: 'viewer', madeBy: null })
    expect(await refused(takeLink(people.access, { token: tokenOf(url), name: 'Bob', password: 'short' }, here))).toMatchObject({
      code: 'password-refused',
    })
    await people.access.journal.db
      .updateTable('links')
      .set({ ends_at: Date.now() - 1 })
      .execute()
    expect(await refused(takeLink(people.access, { token: tokenOf(url), name: 'Bob', password: goodPassword }, here))).toMatchObject({
      code: 'link-unusable',
      message: expect.stringContaining('has expired'),
    })
  })

  test('A guessed link is not accepted, and the database does not contain the token of a link', async () => {
    const { url } = await makeLink(people.access, { kind: 'first-administrator', madeBy: null })
    expect(await refused(takeLink(people.access, { token: 'x'.repeat(43), ...account }, here))).toMatchObject({ code: 'link-unusable' })
    expect(JSON.stringify(await people.access.journal.db.selectFrom('links').selectAll().execute())).not.toContain(tokenOf(url))
  })

  test('A link for a new password ends all sessions and keeps the role', async () => {
    const ada = await people.addPerson('administrator')
    const bob = await people.addPerson('operator')
    const { url } = await makeResetLink(people.access, ada.requester, bob.id)
    expect((await find({ cookie: bob.cookie }))?.actor.role).toBe('operator')
    await takeLink(people.access, { token: tokenOf(url), password: 'another lamp above' }, here)
    expect(await find({ cookie: bob.cookie })).toBeNull()
    expect(await refused(signIn(people.access, { email: bob.email, password: goodPassword }, here))).toMatchObject({
      code: 'wrong-credentials',
    })
    expect((await signIn(people.access, { email: bob.email, password: 'another lamp above' }, here)).actor.role).toBe('operator')
  })
})

describe('signing in', () => {
  test('A sign-in begins a session with an HttpOnly cookie and records where from', async () => {
    const ada = await people.addPerson('administrator')
    const { cookies } = await signIn(people.access, { email: 'ADMINISTRATOR@example.org', password: goodPassword }, here)
    expect(cookies).toEqual([
      expect.stringMatching(/^understudy-8080\.session_token=\S+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^understudy-8080\.device=\S+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    const signedIn = await find({ cookie: cookies[0]!.split(';')[0]! })
    expect((await listOwnSessions(people.access, signedIn!)).map(({ isThis, from, browser }) => ({ isThis, from, browser }))).toEqual(
      expect.arrayContaining([{ isThis: true, from: here.from, browser: here.userAgent }]),
    )
    expect(ada.id).toBe(signedIn!.actor.id)
  })

  test('A session cookie over TLS is a secure cookie', async () => {
    await people.close()
    people = await anAccess({ UNDERSTUDY_URL: 'https://console.example' })
    await people.addPerson('viewer')
    const { cookies } = await signIn(people.access, { email: 'viewer@example.org', password: goodPassword }, here)
    expect(cookies).toEqual([
      expect.stringMatching(/^__Secure-understudy-8080\.session_token=.*; Secure/),
      expect.stringMatching(/^__Secure-understudy-8080\.device=.*; Secure$/),
    ])
  })

  test.each([
    ['a wrong password', 'viewer@example.org', 'wrong'],
    ["nobody's address", 'nobody@example.org', goodPassword],
    ['no address', 'x', 'y'],
  ])('A sign-in with %s gets the same refusal', async (_what, email, password) => {
    await people.addPerson('viewer')
    expect(await refused(signIn(people.access, { email, password }, here))).toEqual({
      code: 'wrong-credentials',
      message: expect.stringContaining('do not belong together'),
    })
  })

  test('A sign-in is locked for the account after five failures, even with the right password, and unlocks later', async () => {
    await people.addPerson('viewer')
    const attempt = (password: string, from = here.from) =>
      refused(signIn(people.access, { email: 'viewer@example.org', password }, { from, userAgent: null }))
    for (let i = 0; i < 5; i++) expect((await attempt('wrong'))?.code).toBe('wrong-credentials')
    expect(await attempt(goodPassword, '10.9.9.9')).toMatchObject({
      code: 'too-many-attempts',
      message: expect.stringMatching(/in (?:2\d|30) s/),
    })
    await people.access.journal.db.updateTable('attempts').set({ locked_until: 0 }).execute()
    expect(await attempt(goodPassword)).toBeNull()
    expect((await attempt('wrong'))?.code, 'and the failures are forgotten').toBe('wrong-credentials')
  })

  test('Many sign-ins at once get no more than five tries', async () => {
    await people.addPerson('viewer')
    const codes = await Promise.all(
      Array.from({ length: 12 }, () =>
        refused(signIn(people.access, { email: 'viewer@example.org', password: 'wrong' }, here)).then((one) => one?.code),
      ),
    )
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5)
  })

  test('A sign-in is locked for an address that tries many accounts, and for no other address', async () => {
    for (let i = 0; i < 20; i++) await refused(signIn(people.access, { email: `p${i}@example.org`, password: 'wrong' }, here))
    await people.addPerson('viewer')
    expect(await refused(signIn(people.access, { email: 'viewer@example.org', password: goodPassword }, here))).toMatchObject({
      code: 'too-many-attempts',
      message: expect.stringContaining('from this address'),
    })
    expect(
      await refused(signIn(people.access, { email: 'viewer@example.org', password: goodPassword }, { from: '10.0.0.10', userAgent: null })),
    ).toBeNull()
  })
})

describe('sessions', () => {
  test('A session ends with sign-out or from its owner’s other browser, but not by another person', async () => {
    const ada = await people.addPerson('administrator')
    const bob = await people.addPerson('viewer')
    const { cookies } = await signIn(people.access, { email: ada.email, password: goodPassword }, here)
    const other = cookies[0]!.split(';')[0]!
    const { credentialId } = (await find({ cookie: other }))!
    expect(await refused(endOwnSession(people.access, bob.requester, credentialId))).toMatchObject({ code: 'not-found' })
    await endOwnSession(people.access, ada.requester, credentialId)
    expect([await find({ cookie: other }), (await find({ cookie: ada.cookie }))?.actor.id]).toEqual([null, ada.id])
    expect((await signOut(people.access, ada.requester, new Headers({ cookie: ada.cookie })))[0]).toContain('Max-Age=0')
    expect(await find({ cookie: ada.cookie })).toBeNull()
  })

  test('A session cookie that was changed or has expired is not accepted', async () => {
    const { cookie } = await people.addPerson('administrator')
    expect(await find({ cookie: cookie.replace(/=(.)/, (_all, first: string) => `=${first === 'a' ? 'b' : 'a'}`) })).toBeNull()
    expect(await find({ cookie: cookie.replace('8080', '8081') })).toBeNull()
    await people.access.journal.db
      .updateTable('sessions' as never)
      .set({ expiresAt: new Date(Date.now() - 1_000).toISOString() } as never)
      .execute()
    ;(await getSignIns()).forget()
    expect(await find({ cookie })).toBeNull()
  })

  test('A session has the present role of its person', async () => {
    const ada = await people.addPerson('administrator')
    const bob = await people.addPerson('administrator', 'bob@example.org')
    await changeRole(people.access, ada.requester, bob.id, 'viewer')
    expect((await find({ cookie: bob.cookie }))?.actor.role).toBe('viewer')
  })
})

describe('passwords', () => {
  test('A password change needs the present password and signs out every other browser', async () => {
    const ada = await people.addPerson('administrator')
    expect(
      await refused(changePassword(people.access, ada.requester, 'c1', { present: 'wrong', next: 'another lamp above', endKeys: true })),
    ).toMatchObject({ code: 'wrong-credentials' })
    expect(
      await refused(changePassword(people.access, ada.requester, 'c1', { present: goodPassword, next: 'administrator', endKeys: true })),
    ).toMatchObject({ code: 'password-refused' })
    const { cookies } = await changePassword(people.access, ada.requester, 'c1', {
      present: goodPassword,
      next: 'another lamp above',
      endKeys: true,
    })
    expect([await find({ cookie: ada.cookie }), (await find({ cookie: cookies[0]!.split(';')[0]! }))?.actor.id]).toEqual([null, ada.id])
  })

  test('Five wrong passwords in a session lock its password change and step-up, but guesses at sign-in do not', async () => {
    const ada = await people.addPerson('administrator')
    const guess = (i: number) => refused(signIn(people.access, { email: ada.email, password: 'wrong' }, { ...here, from: `10.1.1.${i}` }))
    for (let i = 0; i < 6; i++) await guess(i)
    expect(await guess(7)).toMatchObject({ code: 'too-many-attempts' })
    const change = (session: string, present: string) =>
      refused(changePassword(people.access, ada.requester, session, { present, next: 'another lamp above', endKeys: true }))
    expect(await change('c1', goodPassword)).toBeNull()
    for (let i = 0; i < 5; i++) expect(await change('c2', 'wrong')).toMatchObject({ code: 'wrong-credentials' })
    expect([
      await change('c2', 'another lamp above'),
      await refused(proveSession(people.access, ada.requester, 'c2', { password: 'another lamp above' })),
      await refused(signIn(people.access, { email: ada.email, password: 'another lamp above' }, here)),
      await change('c3', 'another lamp above'),
    ]).toMatchObject([{ code: 'too-many-attempts' }, { code: 'too-many-attempts' }, null, null])
  })
})

describe('people', () => {
  test('A person is invited once per address, and a withdrawn invitation admits no one', async () => {
    const ada = await people.addPerson('administrator')
    const first = await invitePerson(people.access, ada.requester, { email: 'Bob@example.org', role: 'operator' })
    const second = await invitePerson(people.access, ada.requester, { email: 'bob@example.org', role: 'viewer' })
    expect(await refused(lookAtLink(people.access, tokenOf(first.url)))).toMatchObject({ code: 'link-unusable' })
    expect(await listInvitations(people.access)).toMatchObject([
      { id: second.id, email: 'bob@example.org', role: 'viewer', invitedBy: ada.email },
    ])
    await withdrawLink(people.access, ada.requester, second.id)
    expect(await refused(takeLink(people.access, { token: tokenOf(second.url), name: 'Bob', password: goodPassword }, here))).toMatchObject(
      { code: 'link-unusable' },
    )
    expect(await refused(invitePerson(people.access, ada.requester, { email: ada.email, role: 'viewer' }))).toMatchObject({
      code: 'person-exists',
    })
  })

  test('One administrator always remains, even when two remove each other at once', async () => {
    const ada = await people.addPerson('administrator')
    expect(await refused(changeRole(people.access, ada.requester, ada.id, 'operator'))).toMatchObject({ code: 'last-administrator' })
    expect(await refused(removePerson(people.access, ada.requester, ada.id))).toMatchObject({ code: 'last-administrator' })
    const bob = await people.addPerson('administrator', 'bob@example.org')
    const both = await Promise.all([
      refused(removePerson(people.access, ada.requester, bob.id)),
      refused(removePerson(people.access, bob.requester, ada.id)),
    ])
    expect(both.filter((one) => one === null)).toHaveLength(1)
    expect(await listPeople(people.access)).toMatchObject([{ role: 'administrator' }])
  })

  test('A removed person loses all sessions and keys at once', async () => {
    const ada = await people.addPerson('administrator')
    const bob = await people.addPerson('operator')
    const { authorization } = await people.addKey(bob.id, 'operator')
    expect((await find({ authorization }))?.actor).toMatchObject({ kind: 'key', role: 'operator' })
    await removePerson(people.access, ada.requester, bob.id)
    expect([await find({ cookie: bob.cookie }), await find({ authorization })]).toEqual([null, null])
  })
})

describe('keys', () => {
  test('A key has its own role, but never more than its maker has now', async () => {
    const ada = await people.addPerson('administrator')
    const bob = await people.addPerson('administrator', 'bob@example.org')
    const { authorization } = await people.addKey(bob.id, 'administrator')
    expect((await find({ authorization }))?.actor.role).toBe('administrator')
    await changeRole(people.access, ada.requester, bob.id, 'viewer')
    expect((await find({ authorization }))?.actor.role).toBe('viewer')
  })

  test('A key ends on its day, or at once when it is ended', async () => {
    const ada = await people.addPerson('administrator')
    const [one, other] = [await people.addKey(ada.id, 'operator'), await people.addKey(ada.id, 'operator')]
    await endKey(people.access, ada.requester, one.id)
    expect([await find({ authorization: one.authorization }), (await find({ authorization: other.authorization }))?.by]).toEqual([
      null,
      'key',
    ])
    await people.access.journal.db
      .updateTable('api_keys' as never)
      .set({ expiresAt: new Date(Date.now() - 1).toISOString() } as never)
      .execute()
    ;(await getSignIns()).forget()
    expect(await find({ authorization: other.authorization })).toBeNull()
    expect(await listKeys(people.access)).toMatchObject([{ id: other.id, hasEnded: true, lastUsed: expect.any(String) }])
  })

  test('A key is not stored in the database, and only the complete key is accepted', async () => {
    const ada = await people.addPerson('administrator')
    const { authorization } = await people.addKey(ada.id, 'viewer')
    const rows = JSON.stringify(
      await people.access.journal.db
        .selectFrom('api_keys' as never)
        .selectAll()
        .execute(),
    )
    expect(rows).not.toContain(authorization.slice(7))
    for (const wrong of [
      authorization.slice(0, -1),
      `${authorization}x`,
      'Bearer',
      'Bearer  ',
      'Basic YTpi',
      authorization.replace('Bearer ', ''),
    ])
      expect(await find({ authorization: wrong, cookie: ada.cookie }), wrong).toBeNull()
  })
})

test('Every access action leaves an audit line with person, result and address, and the hash chain is intact', async () => {
  // An address of its own: the refusals of an address with many attempts are counted and not written.
  const there = { ...here, from: '10.7.7.7' }
  const ada = await people.addPerson('administrator')
  const requester = { ...ada.requester, ...there }
  await refused(signIn(people.access, { email: ada.email, password: 'wrong' }, there))
  await signIn(people.access, { email: ada.email, password: goodPassword }, there)
  await invitePerson(people.access, requester, { email: 'bob@example.org', role: 'viewer' })
  await refused(takeLink(people.access, { token: 'nonsense' }, there))
  await (
    await getSignIns()
  ).noteRefusal({ actor: ada.requester.actor, from: there.from, action: 'POST /api/v1/clusters/east/operations', reason: 'wrong-origin' })
  const lines = (await people.readAudit()).map(({ action, result, target, actor_name, from_address }) => [
    action,
    result,
    target,
    actor_name,
    from_address,
  ])
  expect(lines).toEqual([
    ['sign-in', 'refused', ada.email, null, there.from],
    ['sign-in', 'done', ada.email, ada.email, there.from],
    ['person.invite', 'done', 'bob@example.org', ada.email, there.from],
    ['link.use', 'refused', null, null, there.from],
    ['POST /api/v1/clusters/east/operations', 'refused', null, ada.email, there.from],
  ])
  expect(await verifyAudit(people.access.journal)).toMatchObject({ brokenAt: null, lines: 5 })
})
