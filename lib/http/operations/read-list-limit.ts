import 'server-only'
import { HttpError } from '@/lib/http/errors'

const most = 200

/** `limit` of a list: 1 to 200; 50 if not given. @throws HttpError bad-request */
export function readListLimit(request: Request): number {
  const text = new URL(request.url).searchParams.get('limit')
  if (text === null) return 50
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text)
  throw new HttpError('bad-request', `limit: a number from 1 to ${most}.`, { field: 'limit' })
}
