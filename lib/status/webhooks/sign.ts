import 'server-only'
import { createHmac } from 'node:crypto'

/**
 * `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>` under the subscription's secret. The time is signed too, so that an old
 * delivery cannot be sent again as a new one: receivers refuse what is older than five minutes.
 */
export function signBody(secret: string, body: string, now: number): string {
  const seconds = Math.floor(now / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
