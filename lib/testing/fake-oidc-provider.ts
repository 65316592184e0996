import { createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeProvider {
  issuer: string
  /** Claims about the person in the next sign-in. */
  claims: Record<string, unknown>
  /** The nonce that the console sent in its request. */
  nonce: string
  /** Paths with a bad answer: none at all, or one without an end. */
  bad: Record<string, 'silence' | 'no end'>
  /** Number of endless answers that are still being read. */
  open: number
  close(): Promise<void>
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })

/** The part of OpenID Connect that a sign-in needs: discovery, keys, and a signed id token for any code. */
export async function startFakeProvider(clientId: string): Promise<FakeProvider> {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const toToken = (claims: object) => {
    const text = `${encode({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${encode(claims)}`
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`
  }
  const server = createServer((request, response) => {
    const now = Math.floor(Date.now() / 1_000)
    const { issuer } = provider
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
      },
      '/jwks': { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] },
      '/userinfo': { sub: provider.claims.sub },
      '/token': {
        access_token: 'a',
        token_type: 'Bearer',
        id_token: toToken({ iss: issuer, aud: clientId, iat: now, exp: now + 300, nonce: provider.nonce, ...provider.claims }),
      },
    }
    const { pathname } = new URL(request.url ?? '/', issuer)
    const bad = provider.bad[pathname]
    if (bad === 'silence') return
    if (bad === 'no end') return writeForEver(response, provider)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[pathname] ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider: FakeProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    claims: {},
    nonce: '',
    bad: {},
    open: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return provider
}

function writeForEver(response: ServerResponse, provider: FakeProvider): void {
  provider.open++
  let isOver = false
  response.on('close', () => void (provider.open--, (isOver = true)))
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = () => void (isOver || response.write(Buffer.alloc(64 * 1024, ' '), more))
  more()
}
