import { findSignedIn } from '@/lib/http/authorize'
import { answerPublic } from '@/lib/http/answer'
import { respondReady } from '@/lib/http/respond-ready'

export const dynamic = 'force-dynamic'

/** Everybody learns whether it is ready; what is missing, and how many clusters there are, is for authorized readers. */
export const GET = answerPublic(async (request) => respondReady({ isForAll: (await findSignedIn(request)) === null }))
