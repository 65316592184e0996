import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { getOAuthState } from 'better-auth/api'
import { z } from 'zod'

/** Clocks of provider and console differ; so much is tolerated. */
const skewMs = 30_000

/**
 * The provider makes the person sign in again, even if they are signed in there, and says when they did (OpenID Connect Core 3.1.2.1, 2
 * `auth_time`).
 */
const askAgain = { prompt: 'login', max_age: '0' }

/**
 * Parameters of a request for a proof, and the state that comes back with its answer; better-auth keeps the state in the journal's
 * database.
 */
export function toProofRequest(now = Date.now()) {
  return { additionalParams: askAgain, additionalData: { askedAgainAt: now } }
}

const state = z.object({ askedAgainAt: z.number() })
const signInUnderWay = new AsyncLocalStorage<{ provenAt: number }>()

/** @returns what `work` returns, and when the provider last made the person sign in (epoch ms); 0: it did not say */
export async function withProviderProof<Result>(work: () => Promise<Result>): Promise<{ result: Result; provenAt: number }> {
  const proof = { provenAt: 0 }
  return { result: await signInUnderWay.run(proof, work), provenAt: proof.provenAt }
}

/**
 * Whether the id token answers the request: for a proof only one whose `auth_time` is not older than that. Called while better-auth handles
 * the callback, with the verified token's claims.
 */
export async function takeProof({ auth_time: authTime }: Readonly<Record<string, unknown>>, now = Date.now()): Promise<boolean> {
  const provenAt = deriveProvenAt(authTime, now)
  const asked = state.safeParse(await getOAuthState())
  if (asked.success && provenAt + skewMs < asked.data.askedAgainAt) return false
  const proof = signInUnderWay.getStore()
  if (proof) proof.provenAt = provenAt
  return true
}

/** Epoch ms, never in the future; 0: not a valid time. */
export function deriveProvenAt(authTime: unknown, now: number): number {
  if (typeof authTime !== 'number' || !Number.isFinite(authTime) || authTime <= 0) return 0
  const at = authTime * 1_000
  return at > now + skewMs ? 0 : Math.min(at, now)
}
