import { answer } from '@/lib/http/answer'
import { respondJson } from '@/lib/http/respond'
import { getConsole } from '@/lib/observer/console'

export const dynamic = 'force-dynamic'

export const GET = answer(async () => respondJson({ clusters: (await getConsole()).clusters() }))
