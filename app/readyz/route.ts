import { answerPublic } from '@/lib/http/answer'
import { respondReady } from '@/lib/http/respond-ready'

export const dynamic = 'force-dynamic'

export const GET = answerPublic(() => respondReady())
