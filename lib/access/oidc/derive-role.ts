import { roles, type PersonRole } from '@/lib/model/actor'
import type { RoleRule } from '@/lib/settings/oidc-settings'

/** What an OpenID provider says of a person; all of it is input from outside. */
export interface OidcProfile {
  sub: string
  email: string
  isEmailVerified: boolean
  name: string
  groups: string[]
}

/**
 * The highest role that a rule assigns; null: no rule matches, so the person is refused. An address proves something only when the provider
 * has verified it.
 */
export function deriveOidcRole(
  { email, isEmailVerified, groups }: Pick<OidcProfile, 'email' | 'isEmailVerified' | 'groups'>,
  rules: readonly RoleRule[],
): PersonRole | null {
  const address = email.toLowerCase()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const fits = ({ by, value }: RoleRule) => {
    if (by === 'group') return groups.includes(value)
    return isEmailVerified && value.toLowerCase() === (by === 'domain' ? domain : address)
  }
  const given = rules.filter(fits).map(({ role }) => role)
  return [...roles].reverse().find((role) => given.includes(role)) ?? null
}

/** Claims of the id token and of the userinfo endpoint, as far as they have the right types. */
export function toOidcProfile(claims: Readonly<Record<string, unknown>>): OidcProfile | null {
  const { sub, email, email_verified: verified, name, groups } = claims
  if (typeof sub !== 'string' || sub === '' || sub.length > 255 || typeof email !== 'string') return null
  if (!/^[^\s@]{1,64}@[^\s@]{1,189}$/.test(email)) return null
  return {
    sub,
    email: email.toLowerCase(),
    isEmailVerified: verified === true || verified === 'true',
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : email,
    groups: Array.isArray(groups) ? groups.filter((one): one is string => typeof one === 'string').slice(0, 1_000) : [],
  }
}
