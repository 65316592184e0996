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

describe('a password', () => {
  test.each(['lamp over the leader', 'correct horse battery staple', 'žluťoučký kůň úpěl', '7 Zwerge hinter Bergen'])(
    '%j is good',
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
  ] as const)('%j: %s', (password, fault) => {
    const found = findPasswordFault(password, ['Ada Lovelace', 'ada@example.org'])
    if (fault !== null) expect(found).toMatch(fault)
  })
})

test('a lock begins after the free failures, doubles, and is never longer than a quarter of an hour', () => {
  expect([0, 4, 5, 6, 7, 9, 10, 100, 1e9].map((failures) => deriveLockMs('account', failures))).toEqual([
    0, 0, 30_000, 60_000, 120_000, 480_000, 900_000, 900_000, 900_000,
  ])
  expect([19, 20, 21].map((failures) => deriveLockMs('address', failures))).toEqual([0, 30_000, 60_000])
})

test('who only knocks gets so many lines a minute, and what was left out is told afterwards', () => {
  const limit = new AuditLimit()
  const taken = Array.from({ length: linesPerMinute + 5 }, () => limit.take('10.0.0.1', 1_000))
  expect(taken.filter((unwritten) => unwritten !== null)).toHaveLength(linesPerMinute)
  expect([limit.take('10.0.0.2', 1_000), limit.take('10.0.0.1', 62_000), limit.take('10.0.0.1', 62_001)]).toEqual([0, 5, 0])
})

test('a role that is none lets nobody do anything', () => {
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
  test('is its key, else its cookie', () => {
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
  ])('%j carries none', (headers) => expect(find(headers as Record<string, string>)).toBeNull())
})

describe('who an OpenID provider sends', () => {
  const rules: RoleRule[] = [
    { by: 'group', value: 'flink-admins', role: 'administrator' },
    { by: 'domain', value: 'example.org', role: 'viewer' },
    { by: 'email', value: 'ada@example.org', role: 'operator' },
  ]
  const role = (email: string, groups: string[] = [], isEmailVerified = true) => deriveOidcRole({ email, groups, isEmailVerified }, rules)
  test('gets the highest role that a rule gives', () => {
    expect([
      role('x@example.org'),
      role('ADA@example.org'),
      role('x@else.org', ['flink-admins']),
      role('ada@example.org', ['flink-admins']),
    ]).toEqual(['viewer', 'operator', 'administrator', 'administrator'])
  })
  test('gets none without a rule, and none by an address that the provider did not verify', () => {
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
  ])('is nobody with claims %j', (claims) => expect(toOidcProfile(claims)).toBeNull())
  test('is read with care', () => {
    expect(
      toOidcProfile({ sub: 's', email: 'A@B.org', email_verified: 'yes', name: ' ', groups: ['g', 7, null], role: 'administrator' }),
    ).toEqual({ sub: 's', email: 'a@b.org', isEmailVerified: false, name: 'A@B.org', groups: ['g'] })
  })
})

describe('who was just looked up', () => {
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
  test("is asked for once in two seconds, and again after somebody's rights changed", async () => {
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
  test('goes on as a viewer for ten minutes when the database cannot be asked; nobody else is let in', async () => {
    const one = make()
    await one.find()
    one.at(3_000)
    expect((await one.find(broken))?.actor.role).toBe('viewer')
    one.at(601_000)
    await expect(one.find(broken)).rejects.toThrow('no database')
    await expect(make().find(broken)).rejects.toThrow('no database')
  })
  test('is nobody once its time is over, and once it was revoked', async () => {
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
  test('says where people reach the console', () => {
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
  test('names a provider with all it takes, or not at all', () => {
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
  ] as const)('%j is refused with what to write', (variables, words) =>
    expect(() => getAccessEnvironment(variables as Record<string, string>)).toThrow(words),
  )
})
