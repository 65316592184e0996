import { answerForCluster, throwNoCluster } from '@/lib/http/answer'
import { filterHistory } from '@/lib/http/filter-history'
import { readRange } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'

export const GET = answerForCluster(({ request, console, id }) => {
  const range = readRange(request)
  const history = console.findHistory(id) ?? throwNoCluster(id)
  return respondJson({ since: new Date(console.startedAt).toISOString(), ...filterHistory(history, range) })
})
