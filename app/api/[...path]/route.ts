import { answer } from '@/lib/http/answer'
import { HttpError } from '@/lib/http/errors'

/** Scripts get the same form of error for a mistyped path as for everything else, not a page. */
export const GET = answer((request) => {
  throw new HttpError('route-not-found', `There is no ${new URL(request.url).pathname}. GET /api/v1/openapi.json lists what there is.`)
})
