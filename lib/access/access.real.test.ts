import { setTimeout as sleep } from 'node:timers/promises'
import { getMigrations } from 'better-auth/db/migration'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { verifyAudit } from '@/lib/journal/audit/verify'
import { anAccess, goodPassword, here, refused, type TestAccess } from '@/lib/testing/an-access'
import { hasNoPostgres, startRealPostgres, type RealPostgres } from '@/lib/testing/real-postgres'
import { makeLink } from './links/make-link'
import { takeLink } from './links/take-link'
import { changeRole, makeResetLink, removePerson } from './people/change-person'
import { invitePerson } from './people/invite-person'
import { listInvitations, listPeople } from './people/list-people'
import { signIn } from './sessions/sign-in'
import { getSignIns } from './sign-ins'

const find = async (headers: Record<string, string>) => (await getSignIns()).findSignedIn(new Headers(headers))

/** What SQLite cannot show: several connections, rows that are locked, a server that dies. The rest is access.test.ts. */
describe.skipIf(hasNoPostgres())('people and keys in a real Postgres', () => {
  let server: RealPostgres
  let people: TestAccess
  beforeAll(async () => {
    processWide.log = pino({ level: 'silent' })
    server = await startRealPostgres()
    people = await anAccess({}, await server.createDatabase())
  })
  afterAll(async () => {
    await people?.close().catch(() => undefined)
    await server?.close()
  })

  test('The Postgres schema has everything that better-auth needs', async () => {
    const { toBeCreated, toBeAdded } = await getMigrations({
      ...people.access.auth.options,
      database: { db: people.access.journal.db, type: people.access.journal.dialect },
    })
    expect([toBeCreated, toBeAdded]).toEqual([[], []])
  })

  test('A link that five people use at once on Postgres admits one', async () => {
    const { url } = await makeLink(people.access, { kind: 'first-administrator', madeBy: null })
    const all = await Promise.all(
      [1, 2, 3, 4, 5].map((number) =>
        refused(
          takeLink(
            people.access,
            { token: url.split('#')[1] ?? '', name: 'Ada', email: `ada${number}@example.org`, password: goodPassword },
            here,
          ),
        ),
      ),
    )
    expect(all.filter((code) => code === null)).toHaveLength(1)
    expect([await listPeople(people.access), await listInvitations(people.access)]).toMatchObject([
      [{ role: 'administrator', by: ['password'] }],
      [],
    ])
  })

  test('Of four first links used at once on Postgres, one creates an administrator', async () => {
    const own = await anAccess({}, await server.createDatabase())
    const links = await Promise.all([1, 2, 3, 4].map(() => makeLink(own.access, { kind: 'first-administrator', madeBy: null })))
    const all = await Promise.all(
      links.map(({ url }, index) =>
        refused(
          takeLink(
            own.access,
            { token: url.split('#')[1] ?? '', name: 'Ada', email: `ada${index}@example.org`, password: goodPassword },
            here,
          ),
        ),
      ),
    )
    expect([all.filter((code) => code === null).length, (await listPeople(own.access)).length]).toEqual([1, 1])
    await own.close()
    await people.close()
    people = await anAccess({}, await server.createDatabase())
  })

  test('A link ends with its maker’s right, even when it is used at that moment', async () => {
    const ada = await people.addPerson('administrator', 'keeper@example.org')
    for (let round = 0; round < 5; round++) {
      const eve = await people.addPerson('administrator', `eve${round}@example.org`)
      const [used, left] = [
        await invitePerson(people.access, eve.requester, { email: `new${round}@example.org`, role: 'administrator' }),
        await makeResetLink(people.access, eve.requester, ada.id),
      ]
      const take = (url: string) =>
        refused(takeLink(people.access, { token: url.split('#')[1] ?? '', name: 'New', password: goodPassword }, here))
      await Promise.all([take(used.url), removePerson(people.access, ada.requester, eve.id)])
      expect([await take(left.url), await take(used.url)]).toEqual(['link-unusable', 'link-unusable'])
      const lines = (await people.readAudit())
        .filter(
          ({ target, action }) =>
            (target === `new${round}@example.org` && action === 'link.invitation') || (target === eve.email && action === 'person.remove'),
        )
        .map(({ action }) => action)
      expect([['person.remove'], ['link.invitation', 'person.remove']]).toContainEqual(lines)
    }
    for (const { id, email } of await listPeople(people.access))
      if (email !== ada.email) await removePerson(people.access, ada.requester, id)
  })

  test('Many guesses at once get no more than five tries on Postgres', async () => {
    const codes = await Promise.all(
      Array.from({ length: 12 }, () => refused(signIn(people.access, { email: 'nobody@example.org', password: 'wrong' }, here))),
    )
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5)
  })

  test('Two administrators who remove each other at once on Postgres leave one', async () => {
    const [first] = await listPeople(people.access)
    const [ada, bob] = [
      await people.addPerson('administrator', 'one@example.org'),
      await people.addPerson('administrator', 'two@example.org'),
    ]
    await changeRole(people.access, ada.requester, first!.id, 'viewer')
    const both = await Promise.all([
      refused(removePerson(people.access, ada.requester, bob.id)),
      refused(removePerson(people.access, bob.requester, ada.id)),
    ])
    expect(both.sort()).toEqual([null, 'last-administrator'].sort())
    expect(await verifyAudit(people.access.journal)).toMatchObject({ brokenAt: null })
  })

  test('During a Postgres outage signed-in people continue as viewers, no others are admitted, and afterwards all rights return', async () => {
    const eve = await people.addPerson('operator', 'eve@example.org')
    const { authorization } = await people.addKey(eve.id, 'operator')
    expect([(await find({ cookie: eve.cookie }))?.actor.role, (await find({ authorization }))?.actor.role]).toEqual([
      'operator',
      'operator',
    ])
    await server.crash()
    await sleep(2_100)
    expect([(await find({ cookie: eve.cookie }))?.actor.role, (await find({ authorization }))?.actor.role]).toEqual(['viewer', 'viewer'])
    expect(
      await find({ authorization: 'Bearer understudy_new' }).then(
        () => 'let in',
        () => 'refused',
      ),
    ).toBe('refused')
    await server.start()
    await sleep(2_100)
    expect([(await find({ cookie: eve.cookie }))?.actor.role, (await find({ authorization }))?.actor.role]).toEqual([
      'operator',
      'operator',
    ])
  })
})
