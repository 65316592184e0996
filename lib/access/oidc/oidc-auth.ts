import 'server-only'
import { APIError } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins'
import { getLog } from '@/lib/base/log'
import type { OidcSettings } from '@/lib/settings/oidc-settings'
import type { Access } from '../access'
import { makeAuth, type Auth } from '../auth/make-auth'
import { AccessError } from '../errors'
import { deriveOidcRole, toOidcProfile } from './derive-role'
import { findOidc } from './find-oidc'
import { loseRole, noRole } from './lose-role'
import { withProviderFetch } from './provider-fetch'
import { takeProof } from './provider-proof'
import { decodeIdToken, readClaims } from './read-claims'

/** The one provider; part of the address that it redirects people to. */
export const providerId = 'oidc'

/** E-mail address for people whose claims cannot be used. */
const unusable = 'unusable@understudy.invalid'

const made = new WeakMap<Access, { of: string; auth: Promise<Auth> }>()

/**
 * better-auth with the provider. It reads the provider's discovery document when it is made, so it is made at the first sign-in through the
 * provider and not kept when the provider could not be reached: a provider that is down while the console starts must not stay unknown.
 *
 * @throws AccessError not-configured, provider-unreachable
 */
export async function getOidcAuth(access: Access): Promise<Auth> {
  const oidc = await findOidc(access)
  if (oidc === null) throw new AccessError('not-configured', 'No OpenID provider is configured. Sign in with e-mail address and password.')
  const of = JSON.stringify(oidc)
  const before = made.get(access)
  const held = before?.of === of ? before : { of, auth: makeOidcAuth(access, oidc) }
  made.set(access, held)
  try {
    return await held.auth
  } catch (error) {
    if (made.get(access) === held) made.delete(access)
    throw error
  }
}

async function makeOidcAuth(access: Access, oidc: OidcSettings): Promise<Auth> {
  const { journal, settings, secret } = access
  const plugin = genericOAuth({ config: [toProvider(oidc)] })
  // It fetches the discovery document when it is made.
  const { auth, socialProviders } = await withProviderFetch(async () => {
    const auth = makeAuth(
      journal,
      { publicUrl: settings.publicUrl, port: settings.port, secret },
      { plugin, sessionHours: oidc.sessionHours, onRefused: (personId, from) => loseRole(access, personId, from) },
    )
    return { auth, socialProviders: (await auth.$context).socialProviders }
  })
  if (socialProviders.some(({ id }) => id === providerId)) return auth
  getLog().warn(
    { issuer: oidc.issuer },
    'The OpenID provider’s discovery document cannot be read, or lacks what is needed to verify its tokens.',
  )
  throw new AccessError(
    'provider-unreachable',
    `${oidc.name} cannot be reached from the console. Try again in a moment, or sign in with e-mail address and password.`,
  )
}

function toProvider({ issuer, clientId, clientSecret, name, scopes, rules }: OidcSettings) {
  const discoveryUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  return {
    providerId,
    name,
    discoveryUrl,
    clientId,
    clientSecret,
    scopes,
    pkce: true,
    requireIdTokenVerification: true,
    // The role is decided anew with each sign-in. A person whom no rule admits any more is not overridden but refused: `loseRole`.
    overrideUserInfo: true,
    getUserInfo: async (tokens: Parameters<typeof readClaims>[1]) => {
      const claims = await readClaims(discoveryUrl, tokens)
      if (claims && !(await takeProof(decodeIdToken(tokens.idToken ?? ''))))
        throw new APIError('FOUND', undefined, { location: '/sign-in?error=not_asked_again' })
      return claims && { ...claims, emailVerified: claims.email_verified === true }
    },
    mapProfileToUser(claims: Readonly<Record<string, unknown>>) {
      const profile = toOidcProfile(claims)
      // An address, so that better-auth gets to the check of the role: a person known by `sub` loses it there.
      if (profile === null) return { email: unusable, emailVerified: false, role: noRole }
      const role = deriveOidcRole(profile, rules) ?? noRole
      return { name: profile.name, email: profile.email, emailVerified: profile.isEmailVerified, role, image: '' }
    },
  }
}
