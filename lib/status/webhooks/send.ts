import 'server-only'
import { lookup as lookupName } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type BlockList } from 'node:net'
import { findSystemCode } from '@/lib/base/errors'
import type { Outcome } from '@/lib/status/store/webhooks'
import { isAllowedAddress } from './addresses'
import { signBody } from './sign'

export interface Delivery {
  id: string
  url: string
  secret: string
  body: string
}

const deadlineMs = 5_000
/** The receiver's answer is not kept: its status says all that is needed. */
const mostAnswered = 65_536

export interface SendOptions {
  allowed: BlockList | null
  now: () => number
  resolve?: (host: string) => Promise<string[]>
}

/**
 * One attempt. The name is resolved here, every address it has is checked, and the connection goes to a checked address: a name that
 * resolves differently a moment later gains nothing. Redirects are not followed, they would lead elsewhere.
 */
export async function sendDelivery(delivery: Delivery, options: SendOptions): Promise<Outcome> {
  try {
    const url = new URL(delivery.url)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const addresses = isIP(host) ? [host] : await withDeadline((options.resolve ?? resolveName)(host))
    const address = addresses[0]
    if (address === undefined) return failure(null, 'The name has no address.')
    if (!addresses.every((one) => isAllowedAddress(one, options.allowed)))
      return failure(
        null,
        'The name leads to an address that is not public. The console’s operator can allow its network with UNDERSTUDY_WEBHOOKS_ALLOW.',
      )
    const status = await post(url, address, delivery, options.now())
    if (status >= 200 && status < 300) return { isDelivered: true, status, problem: null }
    return failure(
      status,
      status >= 300 && status < 400
        ? 'It answered with a redirect, which is not followed: name the final address.'
        : `It answered ${status}.`,
    )
  } catch (error) {
    return failure(null, toProblem(error))
  }
}

function failure(status: number | null, problem: string): Outcome {
  return { isDelivered: false, status, problem }
}

async function resolveName(host: string): Promise<string[]> {
  return (await lookupName(host, { all: true })).map(({ address }) => address)
}

function post(url: URL, address: string, { id, secret, body }: Delivery, now: number): Promise<number> {
  const options: RequestOptions = {
    method: 'POST',
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    agent: false,
    // Whatever the name resolves to by now: the address that was checked.
    lookup: (_name, asked, done) => (asked.all ? done(null, [{ address, family: isIP(address) }]) : done(null, address, isIP(address))),
    headers: {
      host: url.host,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Understudy-Webhook/1',
      'understudy-delivery': id,
      'understudy-signature': signBody(secret, body, now),
    },
  }
  return withDeadline(
    new Promise<number>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(options, (response) => drain(response, resolve, reject))
      request.setTimeout(deadlineMs, () => request.destroy(new Error('no answer within 5 s')))
      const timer = setTimeout(() => request.destroy(new Error('no answer within 5 s')), deadlineMs)
      request.on('close', () => clearTimeout(timer))
      request.on('error', reject)
      request.end(body)
    }),
  )
}

/** Only the status counts; the rest is read up to a bound, so that the connection can end in order. */
function drain(response: IncomingMessage, resolve: (status: number) => void, reject: (error: Error) => void): void {
  let length = 0
  response.on('data', (part: Buffer) => {
    length += part.length
    if (length > mostAnswered) response.destroy()
  })
  response.on('error', reject)
  response.on('close', () => resolve(response.statusCode ?? 0))
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>(
    (_resolve, reject) => (timer = setTimeout(() => reject(new Error('no answer within 5 s')), deadlineMs + 500)),
  )
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const problems: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused: the port is closed.',
  ENOTFOUND: 'The name is not known.',
  EAI_AGAIN: 'The name could not be resolved.',
  ECONNRESET: 'The connection was cut.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
}

function toProblem(error: unknown): string {
  const code = findSystemCode(error) ?? ''
  if (code in problems) return problems[code]!
  return error instanceof Error && error.message.startsWith('no answer')
    ? 'No answer came within 5 s.'
    : `It could not be reached${code === '' ? '' : ` (${code})`}.`
}
