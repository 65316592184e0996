import { proveAudit, readKnownLine } from '@/lib/http/activity/verify-audit'
import { answer } from '@/lib/http/answer'
import { respondJson } from '@/lib/http/respond'

export const GET = answer(
  async (request) => respondJson(await proveAudit(readKnownLine(request)), { 'cache-control': 'no-store' }),
  'administrator',
)
