import { HttpError } from './errors'
import type { SignedIn } from '@/lib/access/signed-in'

/** A session counts as proven for so long after the password (and code), or the provider's sign-in, proved its person. */
export const provenForMs = 10 * 60_000

/**
 * What a request needs beside the role.
 * - `role`: nothing. It takes rights away, or decides nothing about who may do what.
 * - `by-body`: `demandProof` in the route, which knows the exact request.
 * - `proof`: a session that was proven within ten minutes. A key passes: making it took that proof.
 * - `person`: as `proof`, but no key: it grants access, so that a stolen key would be as good as its maker.
 */
export type NeededProof = 'role' | 'by-body' | 'proof' | 'person'

/** Every action of administrators only, and every change of one's own way to sign in. */
export const neededProofs: Readonly<Record<string, NeededProof>> = {
  'POST /api/v1/people': 'person',
  'PUT /api/v1/people/{id}': 'person',
  'DELETE /api/v1/people/{id}': 'person',
  'POST /api/v1/people/{id}/reset': 'person',
  'DELETE /api/v1/people/{id}/second-factor': 'person',
  'DELETE /api/v1/invitations/{id}': 'role',
  'DELETE /api/v1/links/{id}': 'role',
  'POST /api/v1/keys': 'person',
  'DELETE /api/v1/keys/{id}': 'role',
  // The present password is its proof, and where there is a second factor that too: it begins a session that counts as proven.
  'PUT /api/v1/account/password': 'by-body',
  'POST /api/v1/account/second-factor': 'person',
  'PUT /api/v1/account/second-factor': 'person',
  'DELETE /api/v1/account/second-factor': 'person',
  'DELETE /api/v1/emergency-stop': 'proof',
  // Turning the autopilot off must never be hindered.
  'POST /api/v1/clusters/{id}/autopilot': 'by-body',
  // Publishing a page, and where it is sent, grants nobody access.
  'POST /api/v1/status-pages': 'role',
  'PUT /api/v1/status-pages/{id}': 'role',
  'DELETE /api/v1/status-pages/{id}': 'role',
  'POST /api/v1/status-pages/{id}/webhooks': 'role',
  'DELETE /api/v1/status-pages/{id}/webhooks/{webhook}': 'role',
}

const patterns = Object.entries(neededProofs).map(([route, needed]) => ({
  pattern: new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`),
  needed,
}))

/** null: the table does not name it. */
export function findNeededProof(method: string, path: string): NeededProof | null {
  return patterns.find(({ pattern }) => pattern.test(`${method} ${path}`))?.needed ?? null
}

/** @throws HttpError step-up-required */
export function demandProof(signedIn: SignedIn, needed: NeededProof, now = Date.now()): void {
  if (needed === 'role' || needed === 'by-body') return
  if (signedIn.by === 'key') {
    if (needed === 'person')
      throw new HttpError(
        'step-up-required',
        'Keys cannot manage access: a stolen key would have the rights of its creator. Sign in in a browser and do it there.',
        { by: 'key' },
      )
    return
  }
  if (signedIn.provenAt !== null && now - signedIn.provenAt <= provenForMs) return
  throw new HttpError(
    'step-up-required',
    'This needs your password (and the code of your second factor) within the last ten minutes. POST /api/v1/session/proof takes it. Without a password here, confirm through the provider with POST /api/v1/session/provider and {"again": true}.',
    { by: 'session' },
  )
}
