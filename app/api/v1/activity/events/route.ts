import { canSeeAudit, readActivityFilter } from '@/lib/http/activity/read-filter'
import { streamActivity } from '@/lib/http/activity/stream-activity'
import { answer } from '@/lib/http/answer'
import { readLimit } from '@/lib/http/read-request'
import { StreamWatch } from '@/lib/http/stream-watch'
import { getConsole } from '@/lib/observer/console'

export const dynamic = 'force-dynamic'

export const GET = answer(async (request, _context, actor) => {
  const question = { ...readActivityFilter(new URL(request.url).searchParams, actor), before: null, limit: readLimit(request, 500) }
  const console = await getConsole()
  if (!canSeeAudit(actor)) return streamActivity(console, question, request)
  // The audit is in it: the stream ends too when the role of administrator does.
  const watch = new StreamWatch(request, 'administrator')
  return watch.over(streamActivity(console, question, watch.request))
})
