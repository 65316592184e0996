import 'server-only'
import { pagePaths } from '@/lib/base/paths'
import { apiKey } from '@better-auth/api-key'
import { kyselyAdapter } from '@better-auth/kysely-adapter'
import { betterAuth } from 'better-auth'
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth/types'
import { longestPassword, shortestPassword } from '../passwords/check-password'
import type { Journal } from '@/lib/journal/dialect'
import { getLog } from '@/lib/base/log'
import { withHashedTokens } from './hash-tokens'
import { sessionIssuer } from './session-issuer'
import { toRole } from './to-role'

export const sessionDays = 7
const hourSeconds = 60 * 60

export interface AuthSettings {
  publicUrl: string
  /** Cookies do not know ports: several consoles on one host separate theirs by it. */
  port: number
  secret: string
}

/** A provider to sign in through. */
export interface ProviderAuth {
  plugin: BetterAuthPlugin
  /** The console hears nothing of a person who does not come back: what the provider said last is valid for so long. */
  sessionHours: number
  /** A known person, proven by the provider, has no role any more. */
  onRefused: (personId: string, from: string | null) => Promise<void>
}

/**
 * better-auth over the journal. It hashes passwords, signs cookies, keeps sessions and keys and speaks OpenID Connect. Its own routes are
 * not served, except for the provider's callback (app/api/auth): what may be done, by whom and how often is decided in this folder, and
 * every attempt leaves an audit line.
 */
export function makeAuth(journal: Journal, { publicUrl, port, secret }: AuthSettings, provider: ProviderAuth | null = null) {
  return betterAuth({
    appName: 'Understudy',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: (options: BetterAuthOptions) =>
      withHashedTokens(kyselyAdapter(journal.db, { type: journal.dialect, transaction: true })(options)),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      autoSignIn: false,
    },
    user: {
      modelName: 'people',
      additionalFields: { role: { type: 'string', required: true, input: true } },
      ...(provider && { validateUserInfo: toGate(provider) }),
    },
    // Its end is fixed: extending it with each request would write to the database with each request.
    session: { modelName: 'sessions', expiresIn: (provider?.sessionHours ?? sessionDays * 24) * hourSeconds, disableSessionRefresh: true },
    account: { modelName: 'credentials', accountLinking: { enabled: false }, storeStateStrategy: 'database' },
    databaseHooks: { account: { create: { before: withoutTokens }, update: { before: withoutTokens } } },
    verification: { modelName: 'verifications' },
    // This console's own limit counts by account and by address, and survives a restart.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: `understudy-${port}`,
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: ['x-understudy-address'] },
      database: { validateSchema: false },
    },
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => getLog()[level === 'error' ? 'error' : 'debug']({ from: 'better-auth' }, message) },
    onAPIError: { errorURL: pagePaths.signIn },
    plugins: [
      apiKey({
        schema: { apikey: { modelName: 'api_keys' } },
        defaultPrefix: 'understudy_',
        startingCharactersConfig: { shouldStore: true, charactersLength: 16 },
        requireName: true,
        maximumNameLength: 64,
        enableMetadata: true,
        rateLimit: { enabled: false },
        keyExpiration: { minExpiresIn: 0, maxExpiresIn: 366 },
      }),
      sessionIssuer(),
      ...(provider === null ? [] : [provider.plugin]),
    ],
  })
}

interface UserInfo {
  user: { id?: unknown; role?: unknown }
  source: { action: string }
}

/** Refuses a person from a provider without a role; better-auth calls it `sign-in` for a person known by `sub`. */
function toGate({ onRefused }: ProviderAuth) {
  return async ({ user, source }: UserInfo, context?: { request?: Request | undefined } | null) => {
    if (toRole(user.role) !== null) return undefined
    if (source.action === 'sign-in' && typeof user.id === 'string')
      await onRefused(user.id, context?.request?.headers.get('x-understudy-address') ?? null)
    return { error: 'no_role' }
  }
}

/** Once a provider has identified a person, its tokens are only a danger. */
async function withoutTokens<T extends object>(account: T): Promise<{ data: T }> {
  return { data: { ...account, accessToken: null, refreshToken: null, idToken: null } }
}

export type Auth = ReturnType<typeof makeAuth>
