import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { anAccess, goodPassword, here, refused, tokenOf, type TestAccess } from '@/lib/testing/an-access'
import { startFakeProvider, type FakeProvider } from '@/lib/testing/fake-oidc-provider'
import { lookAtLink } from '../links/look-at-link'
import { changePassword } from '../passwords/change-password'
import { makeResetLink } from '../people/change-person'
import { invitePerson } from '../people/invite-person'
import { demandProof } from '@/lib/http/proof-table'
import { listPeople } from '../people/list-people'
import { signIn } from '../sessions/sign-in'
import { takeLink } from '../links/take-link'
import { getSignIns } from '../sign-ins'
import { beginProviderSignIn } from './begin-provider-sign-in'
import { endProviderSignIn } from './end-provider-sign-in'

let provider: FakeProvider
let people: TestAccess
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  provider = await startFakeProvider('understudy')
  people = await anAccess({
    UNDERSTUDY_OIDC_ISSUER: provider.issuer,
    UNDERSTUDY_OIDC_CLIENT_ID: 'understudy',
    UNDERSTUDY_OIDC_CLIENT_SECRET: 'secret of this test',
    UNDERSTUDY_OIDC_ROLES: 'group:admins=administrator, group:lookers=viewer',
  })
})
afterEach(async () => {
  await people.close()
  await provider.close()
})

const find = async (headers: Record<string, string>) => (await getSignIns()).findSignedIn(new Headers(headers))

/** @returns where the browser is sent, and its session's cookie with its attributes */
async function comeAs(claims: object, request = {}): Promise<{ location: string; cookie: string; userInfo: string }> {
  const { url, cookies } = await beginProviderSignIn(people.access, request)
  const asked = new URL(url).searchParams
  Object.assign(provider, { claims: { sub: 'ada-1', ...claims }, nonce: asked.get('nonce') ?? '' })
  const back = new Request(`http://localhost/api/auth/callback/oidc?code=c&state=${asked.get('state')}`, {
    headers: { cookie: cookies.map((one) => one.split(';')[0]).join('; ') },
  })
  const { headers } = await endProviderSignIn(people.access, back, here)
  const userInfo = headers.getSetCookie().find((one) => one.includes('session_token=')) ?? ''
  return { location: headers.get('location') ?? '', cookie: userInfo.split(';')[0] ?? '', userInfo }
}

const ada = { email: 'ada@example.org', email_verified: true, name: 'Ada' }

async function comeAsAdministrator() {
  const { cookie, userInfo } = await comeAs({ ...ada, groups: ['admins'] })
  const signedIn = (await find({ cookie }))!
  const requester = { actor: signedIn.actor, ...here } as const
  const key = await people.addKey(signedIn.actor.id, 'administrator')
  const invited = await invitePerson(people.access, requester, { email: 'bob@example.org', role: 'administrator' })
  return { cookie, told: userInfo, signedIn, requester, key, invited }
}

test.each([
  ['without the group', { ...ada, groups: [] }],
  ['without an address in the claims', { groups: ['strangers'] }],
])('A person who returns %s loses role, sessions, keys and open links at once', async (_what, claims) => {
  const { cookie, signedIn, key, invited } = await comeAsAdministrator()
  const other = await comeAs({ ...ada, groups: ['admins'] })
  expect([
    signedIn.actor.role,
    (await find({ cookie: other.cookie }))?.actor.role,
    (await find({ authorization: key.authorization }))?.actor.role,
  ]).toEqual(['administrator', 'administrator', 'administrator'])
  expect((await comeAs(claims)).location).toContain('error=no_role')
  expect([await find({ cookie }), await find({ cookie: other.cookie }), await find({ authorization: key.authorization })]).toEqual([
    null,
    null,
    null,
  ])
  expect(await refused(lookAtLink(people.access, tokenOf(invited.url)))).toBe('link-unusable')
  expect(await listPeople(people.access)).toMatchObject([{ email: ada.email, role: null, lastSignIn: null }])
  const left = await people.access.journal.db
    .selectFrom('audit')
    .select(['action', 'target', 'result', 'from_address', 'detail'])
    .where('action', '=', 'person.left')
    .execute()
  expect(left).toEqual([
    {
      action: 'person.left',
      target: ada.email,
      result: 'done',
      from_address: here.from,
      detail: JSON.stringify({ role: 'administrator', sessionsEnded: 2, keysEnded: ['administrator key'] }),
    },
  ])
  await comeAs(claims)
  expect(
    (await people.readAudit()).filter(({ action }) => action === 'person.left'),
    'and once',
  ).toHaveLength(1)
  const again = await comeAs({ ...ada, groups: ['admins'] })
  expect(
    [(await find({ cookie: again.cookie }))?.actor.role, await find({ cookie }), await find({ authorization: key.authorization })],
    'a role that is given again brings back neither',
  ).toEqual(['administrator', null, null])
})

test('A stranger without a matching rule gets nothing and changes nothing', async () => {
  const { cookie } = await comeAsAdministrator()
  expect((await comeAs({ sub: 'eve-1', email: ada.email, email_verified: false, groups: [] })).location).toContain('error=')
  expect((await comeAs({ sub: 'eve-2', groups: [] })).location).toContain('error=no_role')
  expect([(await find({ cookie }))?.actor.role, (await listPeople(people.access)).length]).toEqual(['administrator', 1])
})

test('A lower role at the provider lowers sessions and keys here and ends open links', async () => {
  const { cookie, key, invited } = await comeAsAdministrator()
  await comeAs({ ...ada, groups: ['lookers'] })
  expect([(await find({ cookie }))?.actor.role, (await find({ authorization: key.authorization }))?.actor.role]).toEqual([
    'viewer',
    'viewer',
  ])
  expect(await people.access.journal.db.selectFrom('links').select('id').where('id', '=', invited.id).execute()).toEqual([])
})

test('A session through the provider ends after 12 hours', async () => {
  const { told: userInfo, signedIn } = await comeAsAdministrator()
  expect(userInfo).toContain('Max-Age=43200')
  expect(signedIn.until - Date.now()).toBeLessThanOrEqual(12 * 3_600_000)
})

test('A provider’s person gets a first password only by an administrator’s link, and it is useless without a role', async () => {
  const { requester } = await comeAsAdministrator()
  expect(await refused(changePassword(people.access, requester, 'c1', { present: '', next: 'another lamp above', endKeys: false }))).toBe(
    'password-refused',
  )
  const { url } = await makeResetLink(people.access, requester, requester.actor.id)
  await takeLink(people.access, { token: tokenOf(url), password: goodPassword }, here)
  await comeAs({ ...ada, groups: [] })
  expect(await refused(signIn(people.access, { email: ada.email, password: goodPassword }, here))).toBe('wrong-credentials')
})

describe('a step-up through the provider', () => {
  const again = { again: true }
  const admin = { ...ada, groups: ['admins'] }
  const inSeconds = (ms: number) => Math.floor((Date.now() + ms) / 1_000)
  const isProven = async (cookie: string) => {
    const signedIn = (await find({ cookie }))!
    return refused(Promise.resolve().then(() => demandProof(signedIn, 'person')))
  }

  test('A step-up requests prompt=login and max_age=0, and a plain sign-in does not', async () => {
    const paramsOf = async (request: { again?: boolean }) => {
      const { searchParams } = new URL((await beginProviderSignIn(people.access, request)).url)
      return [searchParams.get('prompt'), searchParams.get('max_age')]
    }
    expect([await paramsOf(again), await paramsOf({})]).toEqual([
      ['login', '0'],
      [null, null],
    ])
  })

  test.each([
    ['older than the request', { auth_time: inSeconds(-3_600_000) }],
    ['40 s older than the request', { auth_time: inSeconds(-40_000) }],
    ['missing', {}],
    ['no number', { auth_time: '2026' }],
    ['an hour in the future', { auth_time: inSeconds(3_600_000) }],
  ])('A step-up whose auth_time is %s is refused without a session and audited', async (_what, token) => {
    const { location, cookie } = await comeAs({ ...admin, ...token }, again)
    expect([location, cookie]).toEqual(['/sign-in?error=not_asked_again', ''])
    expect((await people.readAudit()).at(-1)).toMatchObject({ action: 'sign-in', result: 'refused', reason: 'not_asked_again' })
  })

  test.each([
    ['after the request', 0],
    ['by a clock that is 20 s behind', -20_000],
  ])('A step-up counts when the provider asked %s, and proves the session from then on', async (_when, ms) => {
    const { location, cookie } = await comeAs({ ...admin, auth_time: inSeconds(ms) }, again)
    expect([location, await isProven(cookie)]).toEqual(['/', null])
  })

  test.each([
    ['without auth_time', {}, 'step-up-required'],
    ['with one of an hour ago', { auth_time: inSeconds(-3_600_000) }, 'step-up-required'],
    ['with one of a minute ago', { auth_time: inSeconds(-60_000) }, null],
  ])('A plain sign-in %s proves what the token says and no more', async (_what, token, problem) => {
    const { location, cookie } = await comeAs({ ...admin, ...token })
    expect([location, await isProven(cookie)]).toEqual(['/', problem])
  })
})

describe('a provider that is silent or answers without end', () => {
  const admin = { ...ada, groups: ['admins'] }

  test.each(['silence', 'no end'] as const)('A provider whose discovery has %s is unreachable and asked again', async (bad) => {
    provider.bad = { '/.well-known/openid-configuration': bad }
    expect(await refused(beginProviderSignIn(people.access))).toBe('provider-unreachable')
    await expect.poll(() => provider.open).toBe(0)
    provider.bad = {}
    expect((await comeAs(admin)).location).toBe('/')
  })

  test.each([
    ['silence', '/token'],
    ['no end', '/token'],
    ['silence', '/jwks'],
    ['no end', '/jwks'],
    ['silence', '/userinfo'],
    ['no end', '/userinfo'],
  ] as const)('A provider with %s at %s ends the sign-in, and the next sign-in works', async (bad, path) => {
    provider.bad = { [path]: bad }
    expect((await comeAs(admin)).location).toContain('/sign-in?error=')
    await expect.poll(() => provider.open).toBe(0)
    provider.bad = {}
    expect((await comeAs(admin)).location).toBe('/')
  })
})
