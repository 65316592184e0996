import 'server-only'
import { answerForCluster } from '@/lib/http/answer'
import { readMaster } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'
import { getOperations } from '@/lib/operations/get-operations'

/** `GET …/last-log?master=`: signed-in readers only; public pages never have it. */
export const getLastLog = answerForCluster(async ({ request, id }) => {
  const master = readMaster(request)
  return respondJson(await (await getOperations()).readLastLog(id, master))
})
