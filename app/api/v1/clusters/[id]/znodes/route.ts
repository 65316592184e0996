import { answerForCluster } from '@/lib/http/answer'
import { HttpError } from '@/lib/http/errors'
import { getRevision } from '@/lib/http/get-revision'
import { readZnodePath } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'

export const GET = answerForCluster(({ request, console, id }) => {
  const path = readZnodePath(request)
  getRevision(console, id)
  const znode = console.findZnode(id, path)
  if (znode === null) throw new HttpError('znode-not-found', `No znode "${path}" was seen under the root of "${id}".`, { path })
  return respondJson(znode)
})
