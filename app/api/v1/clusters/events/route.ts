import { answer } from '@/lib/http/answer'
import { streamFleet } from '@/lib/http/sse/stream-fleet'
import { getConsole } from '@/lib/observer/console'

export const dynamic = 'force-dynamic'

export const GET = answer(async (request) => streamFleet(await getConsole(), request))
