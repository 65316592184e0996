import 'server-only'

/**
 * The address a request came from, for the audit and for limits. Only the console's own server writes this header, and it drops any value
 * that a client sent, so that clients cannot choose their address; null where another server runs (`next dev`).
 */
export function readAddress({ headers }: Pick<Request, 'headers'>): string | null {
  return headers.get('x-understudy-address')
}
