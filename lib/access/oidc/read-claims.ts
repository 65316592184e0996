import 'server-only'
import { z } from 'zod'
import { withProviderFetch } from './provider-fetch'

const discovery = z.object({ userinfo_endpoint: z.url().optional() })
const claims = z.record(z.string(), z.unknown())

/**
 * What the provider says of the person: the claims of the id token, whose signature better-auth has verified by now, and those of the
 * userinfo endpoint, where many providers keep e-mail address and groups. Both have to concern the same person.
 *
 * @returns null when they do not
 */
export async function readClaims(
  discoveryUrl: string,
  { idToken, accessToken }: { idToken?: string; accessToken?: string },
): Promise<Record<string, unknown> | null> {
  if (idToken === undefined) return null
  const held = decodeIdToken(idToken)
  const { userinfo_endpoint: endpoint } = discovery.parse(await fetchJson(discoveryUrl))
  if (endpoint === undefined || accessToken === undefined) return held
  const userInfo = claims.parse(await fetchJson(endpoint, { authorization: `Bearer ${accessToken}` }))
  return userInfo.sub === held.sub ? { ...userInfo, ...held } : null
}

/** The claims of a token whose signature was verified before. */
export function decodeIdToken(token: string): Record<string, unknown> {
  return claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')))
}

async function fetchJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await withProviderFetch(() => fetch(url, { headers: { accept: 'application/json', ...headers } }))
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}.`)
  return answer.json()
}
