import { getAccess } from '@/lib/access/access'
import { makeResetLink } from '@/lib/access/people/change-person'
import { answer, type IdContext } from '@/lib/http/answer'
import { readRowId } from '@/lib/http/read-request'
import { respondLink } from '@/lib/http/respond-session'
import { toRequester } from '@/lib/http/to-requester'

export const POST = answer<IdContext>(
  async (request, { params }, actor) =>
    respondLink(await makeResetLink(await getAccess(), toRequester(request, actor), readRowId((await params).id))),
  'administrator',
)
