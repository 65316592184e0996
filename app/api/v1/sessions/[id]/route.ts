import { getAccess } from '@/lib/access/access'
import { endOwnSession } from '@/lib/access/sessions/own-sessions'
import { answer, type IdContext } from '@/lib/http/answer'
import { readRowId } from '@/lib/http/read-request'
import { respondDone } from '@/lib/http/respond-session'
import { toRequester } from '@/lib/http/to-requester'

export const DELETE = answer<IdContext>(async (request, { params }, actor) => {
  await endOwnSession(await getAccess(), toRequester(request, actor), readRowId((await params).id))
  return respondDone()
}, 'viewer')
