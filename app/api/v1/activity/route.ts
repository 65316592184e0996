import { findActivity } from '@/lib/http/activity/find-activity'
import { readActivityFilter } from '@/lib/http/activity/read-filter'
import { answer } from '@/lib/http/answer'
import { readLimit } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'

export const GET = answer(async (request, _context, actor) => {
  const filter = readActivityFilter(new URL(request.url).searchParams, actor)
  return respondJson(await findActivity({ ...filter, limit: readLimit(request, 500) }))
})
