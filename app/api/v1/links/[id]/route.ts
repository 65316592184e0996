import { getAccess } from '@/lib/access/access'
import { withdrawLink } from '@/lib/access/people/invite-person'
import { answer, type IdContext } from '@/lib/http/answer'
import { readRowId } from '@/lib/http/read-request'
import { respondDone } from '@/lib/http/respond-session'
import { toRequester } from '@/lib/http/to-requester'

export const DELETE = answer<IdContext>(async (request, { params }, actor) => {
  await withdrawLink(await getAccess(), toRequester(request, actor), readRowId((await params).id))
  return respondDone()
}, 'administrator')
