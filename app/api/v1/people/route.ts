import { getAccess } from '@/lib/access/access'
import { invitePerson } from '@/lib/access/people/invite-person'
import { listInvitations, listPeople, listResetLinks } from '@/lib/access/people/list-people'
import { answer } from '@/lib/http/answer'
import { readJsonBody } from '@/lib/http/read-body'
import { respondJson } from '@/lib/http/respond'
import { respondLink } from '@/lib/http/respond-session'
import { personInvitation } from '@/lib/http/schemas/access'
import { toRequester } from '@/lib/http/to-requester'

export const GET = answer(async () => {
  const access = await getAccess()
  const [people, invitations, resetLinks] = await Promise.all([listPeople(access), listInvitations(access), listResetLinks(access)])
  return respondJson({ people, invitations, resetLinks })
}, 'administrator')

export const POST = answer(async (request, _context, actor) => {
  const asked = await readJsonBody(request, personInvitation)
  return respondLink(await invitePerson(await getAccess(), toRequester(request, actor), asked))
}, 'administrator')
