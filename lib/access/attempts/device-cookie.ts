import 'server-only'
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Access } from '../access'
import { findCookie } from '../find-credential'
import { toCookieName } from '../session-cookie'

const days = 180
const dayMs = 24 * 60 * 60_000

/**
 * A browser's proof that it signed in to an account (OWASP, "Device Cookies"): the time, a name of its own, and an HMAC over both and the
 * account. It grants nothing: its bearer is only not delayed by what others guess.
 *
 * @returns a `Set-Cookie` line
 */
export function makeDeviceCookie(access: Pick<Access, 'secret' | 'settings'>, email: string, now = Date.now()): string {
  const value = `${Math.floor(now / dayMs)}.${randomBytes(16).toString('base64url')}`
  const secure = access.settings.publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${toCookieName(access.settings, 'device')}=${value}.${sign(access, email, value)}; Max-Age=${days * 24 * 60 * 60}; Path=/; HttpOnly; SameSite=Lax${secure}`
}

/** Name of the browser, if it signed in to this very account before and not too long ago. */
export function findDevice(
  access: Pick<Access, 'secret' | 'settings'>,
  email: string,
  cookies: string | null | undefined,
  now = Date.now(),
): string | null {
  const [, day, name, mac] =
    /^(\d{1,7})\.([\w-]{22})\.([\w-]{43})$/.exec(findCookie(cookies ?? null, toCookieName(access.settings, 'device')) ?? '') ?? []
  if (day === undefined || name === undefined || mac === undefined) return null
  const isReal = timingSafeEqual(Buffer.from(mac), Buffer.from(sign(access, email, `${day}.${name}`)))
  return isReal && now - Number(day) * dayMs <= days * dayMs ? name : null
}

function sign({ secret }: Pick<Access, 'secret'>, email: string, value: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'device-cookie', 32))
  return createHmac('sha256', key).update(`${value}.${email.trim().toLowerCase()}`).digest('base64url')
}
