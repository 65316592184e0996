import 'server-only'
import type { PersonRole } from '@/lib/model/actor'

/** Which people of an OpenID provider get which role: the highest of all matching rules. */
export interface RoleRule {
  by: 'group' | 'domain' | 'email'
  value: string
  role: PersonRole
}

export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string
  /** Name on the sign-in button. */
  name: string
  scopes: string[]
  rules: RoleRule[]
  /** Duration of a session that began through the provider. */
  sessionHours: number
}

export const mostSessionHours = 168
const usualSessionHours = 12

export const roleRuleWords = 'write rules like group:flink-admins=administrator, domain:example.org=viewer, email:ada@example.org=operator'
export const issuerWords = 'write the issuer as your OpenID provider names it: https://…'
const roleRule = /^(group|domain|email):([^\s=]{1,200})=(viewer|operator|administrator)$/

export function isRoleRule(text: string): boolean {
  return roleRule.test(text)
}

/** @param texts that passed `isRoleRule` */
export function toOidcSettings({
  texts,
  name,
  scopes,
  sessionHours,
  ...given
}: Pick<OidcSettings, 'issuer' | 'clientId' | 'clientSecret'> & {
  texts: readonly string[]
  name: string | null
  scopes: string[] | null
  sessionHours: number | null
}): OidcSettings {
  const rules = texts.map((text): RoleRule => {
    const [, by, value = '', role] = roleRule.exec(text) ?? []
    return { by: by as RoleRule['by'], value, role: role as PersonRole }
  })
  return {
    ...given,
    name: name ?? new URL(given.issuer).host,
    scopes: scopes ?? ['openid', 'email', 'profile'],
    rules,
    sessionHours: sessionHours ?? usualSessionHours,
  }
}

/** Whether a value is scheme and host of an address for browsers or programs. */
export function isOrigin(value: string, mayHavePath = false): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, pathname, search, hash, username } = new URL(value)
  return (
    (protocol === 'https:' || protocol === 'http:') && (mayHavePath || pathname === '/') && search === '' && hash === '' && username === ''
  )
}
