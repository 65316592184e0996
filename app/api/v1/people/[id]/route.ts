import { getAccess } from '@/lib/access/access'
import { changeRole, removePerson } from '@/lib/access/people/change-person'
import { answer, type IdContext } from '@/lib/http/answer'
import { readJsonBody } from '@/lib/http/read-body'
import { readRowId } from '@/lib/http/read-request'
import { respondDone } from '@/lib/http/respond-session'
import { roleChange } from '@/lib/http/schemas/access'
import { toRequester } from '@/lib/http/to-requester'

export const PUT = answer<IdContext>(async (request, { params }, actor) => {
  const { role } = await readJsonBody(request, roleChange)
  await changeRole(await getAccess(), toRequester(request, actor), readRowId((await params).id), role)
  return respondDone()
}, 'administrator')

export const DELETE = answer<IdContext>(async (request, { params }, actor) => {
  await removePerson(await getAccess(), toRequester(request, actor), readRowId((await params).id))
  return respondDone()
}, 'administrator')
