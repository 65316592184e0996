import { deriveBackoffMs } from '@/lib/base/back-off'

/**
 * Failures that cost nothing: people mistype. One address may be a whole office, one site (IPv6 /48, IPv4 /24) a whole
 * company. `device` is a browser that signed in to the account before, or a session that proves itself again.
 */
export const freeFailures = { account: 5, device: 5, address: 20, site: 100 } as const

const locks = { firstMs: 30_000, mostMs: 15 * 60_000 }
/** So long after the last failure everything is forgotten. */
export const forgetMs = 24 * 60 * 60_000

export type AttemptSubject = keyof typeof freeFailures

/**
 * How long the subject is locked after so many failures in a row. The time doubles up to a quarter of an hour and no further: guessing gets
 * at most a hundred tries a day, and a person who is locked out by another's guessing gets back in.
 */
export function deriveLockMs(kind: AttemptSubject, failures: number): number {
  const beyond = failures - freeFailures[kind]
  if (beyond < 0) return 0
  return deriveBackoffMs(beyond, locks)
}
