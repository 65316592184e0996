import 'server-only'

/**
 * The address a request came from, for the audit and for limits. Only our own server writes this header and it drops
 * whatever was sent under its name, so that nobody chooses their address; null where another server runs (`next dev`).
 */
export function readAddress({ headers }: Pick<Request, 'headers'>): string | null {
  return headers.get('x-understudy-address')
}
