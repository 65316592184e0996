import { answerForCluster, throwNoCluster } from '@/lib/http/answer'
import { findHistory } from '@/lib/http/history/get-history'
import { readCursorOf, readLimit, readRange } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'

export const GET = answerForCluster(async ({ request, console, id }) => {
  const asked = { ...readRange(request), before: readCursorOf(request), mostEvents: readLimit(request, 500) }
  return respondJson((await findHistory(console, id, asked)) ?? throwNoCluster(id))
})
