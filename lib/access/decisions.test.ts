import { describe, expect, test } from 'vitest'
import { getAccessEnvironment } from '@/lib/settings/access-environment'
import type { RoleRule } from '@/lib/settings/oidc-settings'
import { deriveLockMs } from './attempts/derive-lock'
import { AuditLimit, linesPerMinute } from './audit/audit-limit'
import { toLesserRole, toRole } from './auth/to-role'
import { findCredential } from './find-credential'
import { KnownSignIns } from './known-sign-ins'
import { deriveOidcRole, toOidcProfile } from './oidc/derive-role'
import { findPasswordFault } from './passwords/check-password'
import type { SignedIn } from './signed-in'

describe('passwords', () => {
  test.each(['lamp over the leader', 'correct horse battery staple', 'žluťoučký kůň úpěl', '7 Zwerge hinter Bergen'])(
    'The password %j is accepted',
    (password) => expect(findPasswordFault(password, ['Ada Lovelace', 'ada@example.org'])).toBeNull(),
  )
  test.each([
    ['short', /12 characters/],
    ['a'.repeat(129), /at most 128/],
    ['aaaaaaaaaaaaa', /repeats/],
    ['abababababab', /repeats/],
    ['abcdefghijklm', /follows/],
    ['098765432109876', /follows/],
    ['qwertyuiopas', /follows/],
    ['Password1234', /guessers/],
    ['administrator!', /guessers/],
    ['AdaLovelace1', null],
    ['lovelace-lovelace', /your name/],
    ['understudyunderstudy', /guessers/],
  ] as const)('The password %j is checked for the fault %s', (password, fault) => {
    const found = findPasswordFault(password, ['Ada Lovelace', 'ada@example.org'])
    if (fault !== null) expect(found).toMatch(fault)
  })
})

test('A lock begins after the free failures, doubles, and lasts at most 15 minutes', () => {
  expect([0, 4, 5, 6, 7, 9, 10, 100, 1e9].map((failures) => deriveLockMs('account', failures))).toEqual([
    0, 0, 30_000, 60_000, 120_000, 480_000, 900_000, 900_000, 900_000,
  ])
  expect([19, 20, 21].map((failures) => deriveLockMs('address', failures))).toEqual([0, 30_000, 60_000])
})

test('Repeated attempts from an address get a limited number of audit lines a minute, and the rest is counted', () => {
  const limit = new AuditLimit()
  const taken = Array.from({ length: linesPerMinute + 5 }, () => limit.take('10.0.0.1', 1_000))
  expect(taken.filter((unwritten) => unwritten !== null)).toHaveLength(linesPerMinute)
  expect([limit.take('10.0.0.2', 1_000), limit.take('10.0.0.1', 62_000), limit.take('10.0.0.1', 62_001)]).toEqual([0, 5, 0])
})

test('An unknown role permits nothing', () => {
  expect(['viewer', 'administrator', 'root', '', null, 7, 'none', '__proto__'].map(toRole)).toEqual([
    'viewer',
    'administrator',
    null,
    null,
    null,
    null,
    null,
    null,
  ])
  expect([toLesserRole('administrator', 'viewer'), toLesserRole('viewer', 'operator')]).toEqual(['viewer', 'viewer'])
})

describe('the credential of a request', () => {
  const find = (headers: Record<string, string>) => findCredential(new Headers(headers), 'session')
  test('The credential of a request is its key, else its cookie', () => {
    expect(find({ authorization: 'Bearer k1', cookie: 'session=s1' })).toEqual({ by: 'key', secret: 'k1' })
    expect(find({ cookie: 'a=b; session=s1; c=d' })).toEqual({ by: 'session', secret: 's1' })
  })
  test.each([
    {},
    { cookie: 'xsession=s1' },
    { cookie: 'session=' },
    { cookie: 'session' },
    { authorization: 'Basic x', cookie: 'session=s1' },
    { authorization: `Bearer ${'x'.repeat(513)}` },
  ])('The headers %j carry no credential', (headers) => expect(find(headers as Record<string, string>)).toBeNull())
})

describe('people from an OpenID provider', () => {
  const rules: RoleRule[] = [
    { by: 'group', value: 'flink-admins', role: 'administrator' },
    { by: 'domain', value: 'example.org', role: 'viewer' },
    { by: 'email', value: 'ada@example.org', role: 'operator' },
  ]
  const role = (email: string, groups: string[] = [], isEmailVerified = true) => deriveOidcRole({ email, groups, isEmailVerified }, rules)
  test('A person from an OpenID provider gets the highest role that a rule gives', () => {
    expect([
      role('x@example.org'),
      role('ADA@example.org'),
      role('x@else.org', ['flink-admins']),
      role('ada@example.org', ['flink-admins']),
    ]).toEqual(['viewer', 'operator', 'administrator', 'administrator'])
  })
  test('A person from an OpenID provider gets no role without a rule or by an unverified address', () => {
    expect([
      role('x@else.org'),
      role('x@example.org.evil.org'),
      role('x@sub.example.org'),
      role('ada@example.org', [], false),
      role('x@else.org', ['Flink-Admins']),
    ]).toEqual([null, null, null, null, null])
    expect(role('x@example.org@evil.org')).toBeNull()
  })
  test.each([
    [{}],
    [{ sub: 's' }],
    [{ sub: '', email: 'a@b' }],
    [{ sub: 's', email: 'a b@c' }],
    [{ sub: 's', email: 7 }],
    [{ sub: 's', email: '@' }],
  ])('The claims %j identify no person', (claims) => expect(toOidcProfile(claims)).toBeNull())
  test('The claims of a provider are read strictly', () => {
    expect(
      toOidcProfile({ sub: 's', email: 'A@B.org', email_verified: 'yes', name: ' ', groups: ['g', 7, null], role: 'administrator' }),
    ).toEqual({ sub: 's', email: 'a@b.org', isEmailVerified: false, name: 'A@B.org', groups: ['g'] })
  })
})

describe('the cache of signed-in people', () => {
  const signedIn: SignedIn = {
    actor: { kind: 'person', id: '1', name: 'a', role: 'administrator' },
    by: 'session',
    credentialId: 'c',
    until: 1_000_000,
    provenAt: 0,
    isHeldBack: false,
  }
  const broken = () => Promise.reject(new Error('no database'))
  const make = () => {
    let now = 0
    let asked = 0
    const known = new KnownSignIns(() => now)
    const find = (answer: () => Promise<SignedIn | null> = async () => signedIn) => known.find('x', () => (asked++, answer()))
    return { known, find, at: (ms: number) => (now = ms), asked: () => asked }
  }
  test('A signed-in person is looked up once in two seconds, and again after a change of rights', async () => {
    const one = make()
    await Promise.all([one.find(), one.find()])
    one.at(1_999)
    await one.find()
    expect(one.asked()).toBe(1)
    one.known.clear()
    await one.find()
    one.at(4_000)
    await one.find()
    expect(one.asked()).toBe(3)
  })
  test('A cached person continues as a viewer for ten minutes without the database, and no one else is admitted', async () => {
    const one = make()
    await one.find()
    one.at(3_000)
    expect((await one.find(broken))?.actor.role).toBe('viewer')
    one.at(601_000)
    await expect(one.find(broken)).rejects.toThrow('no database')
    await expect(make().find(broken)).rejects.toThrow('no database')
  })
  test('A cached person is dropped after expiry and after revocation', async () => {
    const one = make()
    await one.known.find('y', async () => ({ ...signedIn, until: 500 }))
    one.at(600)
    expect(await one.known.find('y', async () => null)).toBeNull()
    await one.find()
    one.at(3_000)
    expect(await one.find(async () => null)).toBeNull()
    one.at(6_000)
    await expect(one.find(broken)).rejects.toThrow()
  })
})

describe('the environment', () => {
  test('The environment gives the console’s public address', () => {
    expect(
      [
        {},
        { HOST: '0.0.0.0', PORT: '9000' },
        { HOST: '::1' },
        { UNDERSTUDY_TLS_CERT: 'c', UNDERSTUDY_TLS_KEY: 'k', HOST: '10.0.0.5' },
        { UNDERSTUDY_URL: 'https://console.example.org/' },
      ].map((one) => getAccessEnvironment(one as Record<string, string>).publicUrl),
    ).toEqual([
      'http://127.0.0.1:8080',
      'http://127.0.0.1:9000',
      'http://[::1]:8080',
      'https://10.0.0.5:8080',
      'https://console.example.org',
    ])
  })
  test('The environment names an OpenID provider completely or not at all', () => {
    const oidc = {
      UNDERSTUDY_OIDC_ISSUER: 'https://id.example.org/realms/x',
      UNDERSTUDY_OIDC_CLIENT_ID: 'c',
      UNDERSTUDY_OIDC_CLIENT_SECRET: 's',
      UNDERSTUDY_OIDC_ROLES: 'group:a/b=operator, domain:example.org=viewer',
    }
    expect(getAccessEnvironment(oidc).oidc).toEqual({
      issuer: 'https://id.example.org/realms/x',
      clientId: 'c',
      clientSecret: 's',
      name: 'id.example.org',
      scopes: ['openid', 'email', 'profile'],
      rules: [
        { by: 'group', value: 'a/b', role: 'operator' },
        { by: 'domain', value: 'example.org', role: 'viewer' },
      ],
      sessionHours: 12,
    })
    expect(getAccessEnvironment({}).oidc).toBeNull()
  })
  test.each([
    [{ UNDERSTUDY_TLS_CERT: 'c' }, /TLS needs both/],
    [{ UNDERSTUDY_URL: 'console.example.org' }, /UNDERSTUDY_URL/],
    [{ UNDERSTUDY_URL: 'https://a.b/c' }, /UNDERSTUDY_URL/],
    [{ UNDERSTUDY_URL: 'ftp://a.b' }, /UNDERSTUDY_URL/],
    [{ UNDERSTUDY_OIDC_SESSION_HOURS: '0' }, /1 to 168/],
    [{ UNDERSTUDY_OIDC_SESSION_HOURS: '1.5' }, /1 to 168/],
    [{ UNDERSTUDY_SECRET: 'short' }, /32 characters/],
    [{ UNDERSTUDY_FIRST_ADMINISTRATOR: 'ada' }, /FIRST_ADMINISTRATOR/],
    [{ UNDERSTUDY_OIDC_ISSUER: 'https://x' }, /needs all four/],
    [{ UNDERSTUDY_OIDC_ROLES: 'group:x=root' }, /write rules like/],
  ] as const)('The environment %j is refused with what to write', (variables, words) =>
    expect(() => getAccessEnvironment(variables as Record<string, string>)).toThrow(words),
  )
})
