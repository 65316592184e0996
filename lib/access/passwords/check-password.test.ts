import { describe, expect, test } from 'vitest'
import { findPasswordFault } from './check-password'

const find = (password: string) => findPasswordFault(password, ['Ada Lovelace', 'ada@example.org'])

describe('well-known passwords of twelve characters or more', () => {
  test.each([
    '1q2w3e4r5t6y',
    '1qaz2wsx3edc',
    'qwerty123456',
    'Password1234',
    'P@ssw0rd1234',
    'password123!',
    'passwort1234',
    'iloveyou1234',
    'Welcome12345',
    'letmein12345',
    'trustno1trustno1',
    'monkey123456',
    'football2024!',
    'Sunshine2026!',
    'Summer2026!!',
    'Winter2025!!',
    'zookeeper123',
    'administrator!',
    'changeme1234',
    'ghostrider2000',
    'Company2026!',
    'ChangeMe2026!',
    'qwertzuiop123',
    'Dragon!Dragon!',
    'princess1995!',
    'm1chael.1985',
    'adminadmin123',
    '123qweasdzxc',
    'q1w2e3r4t5y6',
    'zaq12wsxcde3',
  ])('The well-known password %j is refused with the reason', (password) => expect(find(password)).toMatch(/guessers try/))
})

describe('passwords of the product’s words or the person’s name', () => {
  test.each([
    ['understudyunderstudy', /every page/],
    ['FlinkCluster2026', /every page/],
    ['jobmanager2026', /every page/],
    ['ApacheFlink-2.3', /every page/],
    ['Z00keeper-2026!', /guessers try/],
    ['lovelace-lovelace', /your name/],
    ['Ada.Lovelace.1', /your name/],
    ['example.org.1', /your name/],
    ['L0velace-2026', /guessers try/],
  ] as const)('The password %j of known words or names is refused', (password, words) => expect(find(password)).toMatch(words))
})

describe('good passwords', () => {
  test.each([
    'lamp over the leader',
    'another lamp above',
    'correct horse battery staple',
    'žluťoučký kůň úpěl',
    '7 Zwerge hinter Bergen',
    'x7Kq9vLm2pRt',
    'yet another good lamp',
    'a lamp for vera too',
    'Q#8v!zR2@kLm',
    'password of the green lighthouse keeper',
    `${'lamp '.repeat(8)}over a green lighthouse`,
  ])('The good password %j is accepted', (password) => expect(find(password)).toBeNull())
})

test('The longest and most contrived passwords are checked in bounded time', () => {
  const twisted = ['a4@', '1l!i', 'p@ssw0rd', '12-12-2012', 'aA1!', '0o'].map((part) => part.repeat(64).slice(0, 128))
  expect(
    twisted
      .map(
        (text) =>
          typeof findPasswordFault(
            text,
            Array.from({ length: 100 }, (_one, at) => `word${at}`),
          ),
      )
      .every((kind) => kind === 'string'),
  ).toBe(true)
})
