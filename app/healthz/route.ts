import { respondJson } from '@/lib/http/respond'

export const dynamic = 'force-dynamic'

/** The process lives and its event loop turns; nothing else is checked. */
export function GET(): Response {
  return respondJson({ status: 'ok' }, { 'cache-control': 'no-store' })
}
