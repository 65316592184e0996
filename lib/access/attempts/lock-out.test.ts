import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { anAccess, goodPassword, type TestAccess } from '@/lib/testing/an-access'
import { signIn } from '../sessions/sign-in'
import { findDevice, makeDeviceCookie } from './device-cookie'
import { toNetworks } from '@/lib/network/to-networks'

let people: TestAccess
/** Passwords in the order in which they were hashed. */
let hashed: string[] = []
beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
  await people.addPerson('operator')
  // better-auth computes the hash; here it only has to take its time, on a machine that is busy with other tests.
  const { password } = await people.access.auth.$context
  const wait = () => sleep(5)
  hashed = []
  vi.spyOn(password, 'verify').mockImplementation(async ({ password: given }) => {
    hashed.push(given)
    await wait()
    return given === goodPassword
  })
  vi.spyOn(password, 'hash').mockImplementation(async () => (await wait(), 'no hash'))
})
afterEach(() => people.close())

const email = 'operator@example.org'
const enter = (password: string, from: string, cookies: string | null = null, who = email) =>
  signIn(people.access, { email: who, password }, { from, userAgent: null, cookies }).then(
    ({ cookies: begun }) => ({ code: 'in', cookies: begun }),
    ({ code }: { code: string }) => ({ code, cookies: [] as string[] }),
  )
const guess = async (from: string, cookies?: string, who?: string) => (await enter('wrong', from, cookies, who)).code
const deviceOf = (cookies: string[]) => cookies[1]?.split(';')[0] ?? ''

describe('guesses from many addresses', () => {
  test('A burst of 240 guesses from 240 addresses does not delay an operator’s sign-in from elsewhere', async () => {
    const guesses = Array.from({ length: 240 }, (_one, at) => guess(`10.0.${at % 8}.${at}`, undefined, `p${at}@example.org`))
    const { code } = await enter(goodPassword, '192.168.7.7')
    await Promise.all(guesses)
    expect(code).toBe('in')
    expect(hashed.indexOf(goodPassword), 'among the first, not behind them all').toBeLessThan(60)
  })

  test('Guesses from one IPv6 site are counted together across its /64 networks, and other sites are admitted', async () => {
    const codes: string[] = []
    for (let i = 0; i < 101; i++) codes.push(await guess(`2001:db8:7:${i.toString(16)}::1`, undefined, `p${i}@example.org`))
    expect([codes.filter((code) => code === 'wrong-credentials').length, codes.at(-1)]).toEqual([100, 'too-many-attempts'])
    expect([(await enter(goodPassword, '2001:db8:7:ffff::1')).code, (await enter(goodPassword, '2001:db8:8::1')).code]).toEqual([
      'too-many-attempts',
      'in',
    ])
  })
})

describe('a browser that signed in before', () => {
  test('A known browser signs in while others guess, and a stranger with the right password does not', async () => {
    const device = deviceOf((await enter(goodPassword, '10.9.0.1')).cookies)
    for (let i = 0; i < 8; i++) await guess(`10.1.1.${i}`)
    expect([(await enter(goodPassword, '10.9.0.1')).code, (await enter(goodPassword, '10.9.0.1', device)).code]).toEqual([
      'too-many-attempts',
      'in',
    ])
    expect((await enter(goodPassword, '10.9.0.1')).code, 'and forgives nothing of what others guessed').toBe('too-many-attempts')
  })

  test('A known browser has five failures of its own and is then treated like any other', async () => {
    const device = deviceOf((await enter(goodPassword, '10.9.0.1')).cookies)
    const codes: string[] = []
    for (let i = 0; i < 11; i++) codes.push(await guess(`10.9.1.${i}`, device))
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'wrong-credentials'), 'too-many-attempts'])
  })

  test('A known browser has no advantage for another account, with a changed cookie, or after half a year', async () => {
    const { access } = people
    const cookie = makeDeviceCookie(access, email).split(';')[0]!
    const [name = '', value = ''] = cookie.split('=')
    const forged = `${name}=${value.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}`
    expect([
      findDevice(access, 'Operator@example.org', cookie),
      findDevice(access, 'eve@example.org', cookie),
      findDevice(access, email, null),
      findDevice(access, email, `${name}=x.y.z`),
    ]).toEqual([value.split('.')[1], null, null, null])
    expect(findDevice(access, email, forged) === null || forged === cookie).toBe(true)
    expect(findDevice(access, email, makeDeviceCookie(access, email, Date.now() - 182 * 86_400_000))).toBeNull()
    expect(findDevice({ ...access, secret: 'another secret of another console' }, email, cookie)).toBeNull()
  })
})

test('An address is assigned to its network, site and provider', () => {
  expect(['10.1.2.3', '::ffff:10.1.2.3', '2001:0db8:7:1::1', '2001:db8:7:1:a:b:c:d', '::1', 'fe80::1'].map(toNetworks)).toEqual([
    { address: '10.1.2.3', site: '10.1.2', provider: '10.1' },
    { address: '10.1.2.3', site: '10.1.2', provider: '10.1' },
    { address: '2001:db8:7:1', site: '2001:db8:7', provider: '2001:db8' },
    { address: '2001:db8:7:1', site: '2001:db8:7', provider: '2001:db8' },
    { address: '0:0:0:0', site: '0:0:0', provider: '0:0' },
    { address: 'fe80:0:0:0', site: 'fe80:0:0', provider: 'fe80:0' },
  ])
})
