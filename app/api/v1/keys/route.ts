import { getAccess } from '@/lib/access/access'
import { listKeys, makeKey } from '@/lib/access/keys/keys'
import { answer } from '@/lib/http/answer'
import { readJsonBody } from '@/lib/http/read-body'
import { respondJson } from '@/lib/http/respond'
import { keyRequest } from '@/lib/http/schemas/access'
import { toRequester } from '@/lib/http/to-requester'

export const GET = answer(async () => respondJson({ keys: await listKeys(await getAccess()) }), 'administrator')

export const POST = answer(async (request, _context, actor) => {
  const asked = await readJsonBody(request, keyRequest)
  return respondJson(await makeKey(await getAccess(), toRequester(request, actor), asked), { 'cache-control': 'no-store' })
}, 'administrator')
