import 'server-only'
import { z } from 'zod'

const patienceMs = 5_000
const mostBytes = 256 * 1024

const discovery = z.object({ userinfo_endpoint: z.url().optional() })
const claims = z.record(z.string(), z.unknown())

/**
 * What the provider says of the person: the claims of the id token, whose signature better-auth has verified by now,
 * and those of the userinfo endpoint, where many providers keep e-mail address and groups. Both have to mean the same
 * person.
 *
 * @returns null when they do not
 */
export async function readClaims(
  discoveryUrl: string,
  { idToken, accessToken }: { idToken?: string; accessToken?: string },
): Promise<Record<string, unknown> | null> {
  if (idToken === undefined) return null
  const held = decodePayload(idToken)
  const { userinfo_endpoint: endpoint } = discovery.parse(await fetchJson(discoveryUrl))
  if (endpoint === undefined || accessToken === undefined) return held
  const told = claims.parse(await fetchJson(endpoint, { authorization: `Bearer ${accessToken}` }))
  return told.sub === held.sub ? { ...told, ...held } : null
}

function decodePayload(token: string): Record<string, unknown> {
  return claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')))
}

async function fetchJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(url, {
    headers: { accept: 'application/json', ...headers },
    signal: AbortSignal.timeout(patienceMs),
    redirect: 'error',
  })
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new Error(`${new URL(url).host} answered ${answer.status}.`)
  }
  return JSON.parse(await readText(answer, new URL(url).host))
}

/** As it comes, unpacked: an answer that is small on its way may be endless behind it. */
async function readText(answer: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop cancels the rest.
  for await (const chunk of (answer.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new Error(`${host} answered more than the ${mostBytes / 1024} KB that are read.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
