import { getAccess } from '@/lib/access/access'
import { changePassword } from '@/lib/access/passwords/change-password'
import { answer } from '@/lib/http/answer'
import { readJsonBody } from '@/lib/http/read-body'
import { respondBegun } from '@/lib/http/respond-session'
import { passwordChange } from '@/lib/http/schemas/access'
import { toAsker } from '@/lib/http/to-asker'

export const PUT = answer(async (request, _context, actor) => {
  const asked = await readJsonBody(request, passwordChange)
  return respondBegun(await changePassword(await getAccess(), toAsker(request, actor), asked))
}, 'viewer')
