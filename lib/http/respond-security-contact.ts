import 'server-only'
import { getConsole } from '@/lib/observer/console'
import { HttpError } from './errors'

/** RFC 9116 recommends less than a year; it is counted from each answer. */
const validDays = 90
const dayMs = 86_400_000

/**
 * `GET /.well-known/security.txt` (RFC 9116): where to report a vulnerability, from `securityContact` of understudy.yaml.
 * @throws HttpError route-not-found when none is set
 */
export async function respondSecurityContact(): Promise<Response> {
  const contact = (await getConsole()).securityContact()
  if (contact === null)
    throw new HttpError('route-not-found', 'No security contact is set. An administrator sets securityContact in understudy.yaml.')
  const text = `Contact: ${contact}\nExpires: ${toExpiry(Date.now())}\nPreferred-Languages: en\n`
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'max-age=3600' } })
}

/** Midnight, so that answers of one day are the same. @param now epoch ms */
function toExpiry(now: number): string {
  return new Date((Math.floor(now / dayMs) + validDays) * dayMs).toISOString().replace('.000', '')
}
