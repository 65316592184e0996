import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { anAccess, goodPassword, here, refused, type TestAccess } from '@/lib/testing/an-access'
import { listKeys } from '../keys/keys'
import { lookAtLink } from '../links/look-at-link'
import { makeLink } from '../links/make-link'
import { takeLink } from '../links/take-link'
import { makeResetLink } from '../people/change-person'
import { invitePerson } from '../people/invite-person'
import { listInvitations, listPeople, listResetLinks } from '../people/list-people'
import { proveSession } from '../sessions/prove-session'
import { signIn } from '../sessions/sign-in'
import { getSignIns } from '../sign-ins'
import { confirmSecondFactor, getSecondFactorView, offerSecondFactor } from './enrol'
import { removeSecondFactor } from './remove'
import { seal, unseal } from './seal'
import { findTotpStep } from './totp'

let people: TestAccess
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
})
afterEach(() => people.close())

const find = async (cookie: string) => (await getSignIns()).findSignedIn(new Headers({ cookie }))
const toCode = (secret: string, timestamp = Date.now()) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
const enter = (email: string, code?: string, password = goodPassword, from: string | null = here.from) =>
  signIn(people.access, { email, password, code }, { from, userAgent: null })
/** As if the last code had been used long ago. */
const forgetSteps = () => people.access.journal.db.updateTable('second_factors').set({ last_step: 0 }).execute()

async function enrolled() {
  const ada = await people.addPerson('administrator')
  const { secret } = await offerSecondFactor(people.access, ada.requester)
  const codes = await confirmSecondFactor(people.access, ada.requester, 'c1', toCode(secret))
  return { ...ada, secret, codes }
}

describe('enrolling a second factor', () => {
  test('A second factor takes effect with a code of its secret, and is not asked for before', async () => {
    const ada = await people.addPerson('administrator')
    const { secret, uri } = await offerSecondFactor(people.access, ada.requester)
    expect(uri).toBe(
      `otpauth://totp/Understudy%20127.0.0.1%3A8080:administrator%40example.org?issuer=Understudy%20127.0.0.1%3A8080&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    )
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect([await refused(confirmSecondFactor(people.access, ada.requester, 'c1', '000000')), await refused(enter(ada.email))]).toEqual([
      'wrong-code',
      null,
    ])
    const codes = await confirmSecondFactor(people.access, ada.requester, 'c1', toCode(secret))
    expect(codes).toEqual(Array.from({ length: 10 }, () => expect.stringMatching(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)))
    expect(await getSecondFactorView(people.access, ada.id)).toEqual({
      isOn: true,
      hasPassword: true,
      recoveryCodesLeft: 10,
      provider: null,
      isRequired: false,
    })
    expect(await refused(offerSecondFactor(people.access, ada.requester))).toBe('second-factor-on')
    expect((await listPeople(people.access)).map(({ hasSecondFactor }) => hasSecondFactor)).toEqual([true])
  })

  test('Concurrent codes enroll a second factor once, and the reported recovery codes are valid', async () => {
    const ada = await people.addPerson('administrator')
    const { secret } = await offerSecondFactor(people.access, ada.requester)
    const told: string[][] = []
    const confirm = async (periods: number) =>
      told.push(await confirmSecondFactor(people.access, ada.requester, 'c1', toCode(secret, Date.now() + periods * 30_000)))
    await Promise.all([-1, 0, 1].map((periods) => refused(confirm(periods))))
    expect([told.length, await refused(enter(ada.email, told[0]?.[0]))]).toEqual([1, null])
  })

  test('The database contains neither the secret nor a recovery code', async () => {
    const { secret, codes } = await enrolled()
    const { db } = people.access.journal
    const held = JSON.stringify([
      await db.selectFrom('second_factors').selectAll().execute(),
      await db.selectFrom('recovery_codes').selectAll().execute(),
      await people.readAudit(),
    ])
    for (const one of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) expect(held).not.toContain(one)
  })

  test('A second factor is refused for a key and for a person without a password', async () => {
    const ada = await people.addPerson('administrator')
    expect(await refused(offerSecondFactor(people.access, { ...ada.requester, actor: { ...ada.requester.actor, kind: 'key' } }))).toBe(
      'not-found',
    )
    await people.access.journal.db.deleteFrom('credentials' as never).execute()
    expect(await refused(offerSecondFactor(people.access, ada.requester))).toBe('not-found')
  })
})

describe('signing in with a second factor', () => {
  test('A sign-in with the password asks for the code and accepts each code once, even at the same time', async () => {
    const { email, secret } = await enrolled()
    await forgetSteps()
    expect([await refused(enter(email)), await refused(enter(email, undefined, 'wrong'))]).toEqual(['code-needed', 'wrong-credentials'])
    const code = toCode(secret)
    expect(
      (await Promise.all([refused(enter(email, code)), refused(enter(email, `${code.slice(0, 3)} ${code.slice(3)}`))])).sort(),
    ).toEqual(['wrong-code', null].sort())
    expect(await refused(enter(email, code))).toBe('wrong-code')
  })

  test('A sign-in accepts no older code after a newer one', async () => {
    const { email, secret } = await enrolled()
    await forgetSteps()
    expect(await refused(enter(email, toCode(secret)))).toBeNull()
    expect(await refused(enter(email, toCode(secret, Date.now() - 30_000)))).toBe('wrong-code')
  })

  test('A sign-in accepts a recovery code once in any spelling, and only its owner’s', async () => {
    const { email, codes } = await enrolled()
    const [one = '', other = ''] = codes
    expect([
      await refused(enter(email, one.toUpperCase().replaceAll('-', ' '))),
      await refused(enter(email, one)),
      await refused(enter(email, other)),
    ]).toEqual([null, 'wrong-code', null])
    const bob = await people.addPerson('operator')
    const { secret } = await offerSecondFactor(people.access, bob.requester)
    await confirmSecondFactor(people.access, bob.requester, 'c2', toCode(secret))
    expect(await refused(enter(bob.email, codes[2]))).toBe('wrong-code')
  })

  test('A sign-in is locked after five wrong codes, even with attempts without a code in between', async () => {
    const { email, codes } = await enrolled()
    const answers: (string | null)[] = []
    for (let i = 0; i < 5; i++) answers.push(await refused(enter(email, '000000')), await refused(enter(email)))
    expect(answers.slice(0, 9)).toEqual([
      'wrong-code',
      'code-needed',
      'wrong-code',
      'code-needed',
      'wrong-code',
      'code-needed',
      'wrong-code',
      'code-needed',
      'wrong-code',
    ])
    expect([answers[9], await refused(enter(email, codes[0]))]).toEqual(['too-many-attempts', 'too-many-attempts'])
  })

  test('A link for a new password asks for the code too and survives a wrong one', async () => {
    const { id, email, codes } = await enrolled()
    const { url } = await makeLink(people.access, { kind: 'reset', email, personId: id, madeBy: null })
    const take = (code?: string) =>
      refused(takeLink(people.access, { token: url.split('#')[1] ?? '', password: 'another lamp above', code }, here))
    expect([await take(), await take('000000'), await take(codes[0]), await take(codes[1])]).toEqual([
      'code-needed',
      'wrong-code',
      null,
      'link-unusable',
    ])
  })

  test('A secret sealed with another key leaves only the recovery codes valid', async () => {
    const { email, secret, codes } = await enrolled()
    await forgetSteps()
    await people.access.journal.db
      .updateTable('second_factors')
      .set({ sealed_secret: seal('another key of the console', 'x', secret) })
      .execute()
    expect([await refused(enter(email, toCode(secret))), await refused(enter(email, codes[0]))]).toEqual(['wrong-code', null])
  })
})

describe('removing a second factor', () => {
  test('The removal of a second factor by an administrator or its owner is audited, and sign-in asks no more', async () => {
    const ada = await enrolled()
    const bob = await people.addPerson('administrator', 'bob@example.org')
    await removeSecondFactor(people.access, bob.requester, ada.id)
    expect([await refused(enter(ada.email)), await refused(removeSecondFactor(people.access, bob.requester, ada.id))]).toEqual([
      null,
      'not-found',
    ])
    const { secret } = await offerSecondFactor(people.access, ada.requester)
    await confirmSecondFactor(people.access, ada.requester, 'c1', toCode(secret))
    await removeSecondFactor(people.access, ada.requester, ada.id)
    expect(
      (await people.readAudit())
        .filter(({ action }) => action.startsWith('second-factor'))
        .map(({ action, actor_name, target }) => [action, actor_name, target]),
    ).toEqual([
      ['second-factor.on', ada.email, ada.email],
      ['second-factor.remove', bob.email, ada.email],
      ['second-factor.on', ada.email, ada.email],
      ['second-factor.off', ada.email, ada.email],
    ])
  })
})

describe('a step-up', () => {
  test('A step-up takes the password and code of the session’s person and counts from then on', async () => {
    const { requester, cookie, codes } = await enrolled()
    const { credentialId } = (await find(cookie))!
    await people.access.journal.db
      .updateTable('sessions' as never)
      .set({ createdAt: new Date(Date.now() - 3_600_000).toISOString() } as never)
      .execute()
    ;(await getSignIns()).forget()
    expect(Date.now() - (await find(cookie))!.provenAt!).toBeGreaterThan(3_500_000)
    const prove = (password: string, code?: string) => refused(proveSession(people.access, requester, credentialId, { password, code }))
    expect([
      await prove('wrong', codes[0]),
      await prove(goodPassword),
      await prove(goodPassword, '000000'),
      await prove(goodPassword, codes[0]),
    ]).toEqual(['wrong-credentials', 'code-needed', 'wrong-code', null])
    expect(Date.now() - (await find(cookie))!.provenAt!).toBeLessThan(60_000)
    expect(
      (await people.readAudit()).filter(({ action }) => action === 'session.prove').map(({ result, reason }) => [result, reason]),
    ).toEqual([
      ['refused', 'wrong-credentials'],
      ['refused', 'code-needed'],
      ['refused', 'wrong-code'],
      ['done', null],
    ])
  })

  test('A step-up is locked for its session alone after five failures, and not by guesses at sign-in', async () => {
    const ada = await people.addPerson('administrator')
    for (let i = 0; i < 6; i++) await refused(enter(ada.email, undefined, 'wrong', `10.1.1.${i}`))
    const { credentialId } = (await find(ada.cookie))!
    expect(await refused(proveSession(people.access, ada.requester, credentialId, { password: goodPassword }))).toBeNull()
    for (let i = 0; i < 5; i++) await refused(proveSession(people.access, ada.requester, credentialId, { password: 'wrong' }))
    expect(await refused(proveSession(people.access, ada.requester, credentialId, { password: goodPassword }))).toBe('too-many-attempts')
  })
})

test('A required second factor limits an administrator without one to the operator’s rights, except through a provider', async () => {
  await people.close()
  people = await anAccess({ UNDERSTUDY_SECOND_FACTOR: 'administrators' })
  const ada = await people.addPerson('administrator')
  const bob = await people.addPerson('operator')
  const standing = async (cookie: string) => {
    const found = await find(cookie)
    return [found?.actor.role, found?.isHeldBack]
  }
  const { authorization } = await people.addKey(ada.id, 'administrator')
  const keyRole = async () => (await (await getSignIns()).findSignedIn(new Headers({ authorization })))?.actor.role
  expect([await standing(ada.cookie), await standing(bob.cookie), await keyRole()]).toEqual([
    ['operator', true],
    ['operator', false],
    'operator',
  ])
  const { secret } = await offerSecondFactor(people.access, ada.requester)
  await confirmSecondFactor(people.access, ada.requester, 'c1', toCode(secret))
  expect([await standing(ada.cookie), await keyRole()]).toEqual([['administrator', false], 'administrator'])
  await removeSecondFactor(people.access, ada.requester, ada.id)
  expect(await keyRole()).toBe('operator')
  await people.access.journal.db.deleteFrom('credentials' as never).execute()
  ;(await getSignIns()).forget()
  expect(await standing(ada.cookie), 'who has no password comes through the provider').toEqual(['administrator', false])
})

test('A required second factor limits links and keys of an administrator without one to the operator’s rights', async () => {
  await people.close()
  people = await anAccess({ UNDERSTUDY_SECOND_FACTOR: 'administrators' })
  const ada = await people.addPerson('administrator')
  const { id, authorization } = await people.addKey(ada.id, 'administrator')
  const key = { kind: 'key' as const, id, name: 'key k', role: 'administrator' as const }
  const { secret } = await offerSecondFactor(people.access, ada.requester)
  const prepare = async () => [
    await invitePerson(people.access, ada.requester, { email: 'eve@example.org', role: 'administrator' }),
    await makeResetLink(people.access, { actor: key, ...here }, ada.id),
  ]
  const standing = async (links: { url: string }[]) => [
    (await (await getSignIns()).findSignedIn(new Headers({ authorization })))?.actor.role,
    (await listKeys(people.access)).map(({ role }) => role),
    (await listInvitations(people.access)).length + (await listResetLinks(people.access)).length,
    await Promise.all(links.map(({ url }) => refused(lookAtLink(people.access, url.split('#')[1] ?? '')))),
  ]
  const links = await prepare()
  expect(await standing(links), 'held back').toEqual(['operator', ['operator'], 0, ['link-unusable', 'link-unusable']])
  await confirmSecondFactor(people.access, ada.requester, 'c1', toCode(secret))
  expect(await standing(links), 'with a second factor').toEqual(['administrator', ['administrator'], 2, [null, null]])
  await removeSecondFactor(people.access, ada.requester, ada.id)
  expect(await people.access.journal.db.selectFrom('links').select('id').execute(), 'gone with the second factor').toEqual([])
  expect(await standing(links), 'removed').toEqual(['operator', ['operator'], 0, ['link-unusable', 'link-unusable']])
})

describe('sealing', () => {
  test('A sealed secret opens only with the same key and owner', () => {
    const sealed = seal('k'.repeat(32), 'ada', 'secret')
    const forged = sealed.replace(/\.(.)/, (_all, first: string) => `.${first === 'A' ? 'B' : 'A'}`)
    expect([
      unseal('k'.repeat(32), 'ada', sealed),
      unseal('k'.repeat(32), 'eve', sealed),
      unseal('x'.repeat(32), 'ada', sealed),
      unseal('k'.repeat(32), 'ada', forged),
      unseal('k'.repeat(32), 'ada', ''),
    ]).toEqual(['secret', null, null, null, null])
    expect(seal('k'.repeat(32), 'ada', 'secret')).not.toBe(sealed)
  })
})

test('The codes match RFC 6238, including one step before and after', () => {
  const secret = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32
  expect([59, 29, 89, 119].map((second) => findTotpStep(secret, '287082', second * 1_000))).toEqual([1, 1, 1, null])
  expect([
    findTotpStep(secret, '081804', 1_111_111_109_000),
    findTotpStep(secret, '005924', 1_234_567_890_000),
    findTotpStep(secret, '353130', 20_000_000_000_000),
  ]).toEqual([37_037_036, 41_152_263, 666_666_666])
})
