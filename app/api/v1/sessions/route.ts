import { getAccess } from '@/lib/access/access'
import { listOwnSessions } from '@/lib/access/sessions/own-sessions'
import { answer } from '@/lib/http/answer'
import { authorizeSignedIn } from '@/lib/http/authorize'
import { respondJson } from '@/lib/http/respond'

export const GET = answer(async (request) =>
  respondJson({ sessions: await listOwnSessions(await getAccess(), await authorizeSignedIn(request, 'viewer')) }),
)
