import { answerForCluster, throwNoCluster } from '@/lib/http/answer'
import { getMoment } from '@/lib/http/history/get-moment'
import { readMoment } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'

export const GET = answerForCluster(async ({ request, console, id }) => {
  const at = readMoment(request)
  if (console.findSnapshot(id) === null) throwNoCluster(id)
  return respondJson(await getMoment(id, at))
})
