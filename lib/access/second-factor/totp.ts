import 'server-only'
import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30

/** 160 bits, as RFC 4226 recommends; base32, as apps take it when it is typed. */
export function makeTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What an authenticator app reads from the QR code. */
export function toTotpUri(secret: string, email: string, publicUrl: string): string {
  return makeTotp(secret, email, `Understudy ${new URL(publicUrl).host}`).toString()
}

/**
 * The 30 seconds that a code belongs to: now, or one step before or after (RFC 6238, 5.2), since clocks differ and people type slowly.
 * null: none of them.
 */
export function findTotpStep(secret: string, code: string, now = Date.now()): number | null {
  const delta = makeTotp(secret).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1_000 / periodSeconds) + delta
}

/** SHA-1, six digits, 30 s: what every app understands. */
function makeTotp(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period: periodSeconds, secret: Secret.fromBase32(secret) })
}
