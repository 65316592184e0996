import { getAccess } from '@/lib/access/access'
import { endKey } from '@/lib/access/keys/keys'
import { answer, type IdContext } from '@/lib/http/answer'
import { readRowId } from '@/lib/http/read-request'
import { respondDone } from '@/lib/http/respond-session'
import { toRequester } from '@/lib/http/to-requester'

export const DELETE = answer<IdContext>(async (request, { params }, actor) => {
  await endKey(await getAccess(), toRequester(request, actor), readRowId((await params).id))
  return respondDone()
}, 'administrator')
