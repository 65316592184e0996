import { answer } from '@/lib/http/answer'
import { respondJson } from '@/lib/http/respond'
import { toOpenApi } from '@/lib/http/schemas/openapi'

export const dynamic = 'force-dynamic'

export const GET = answer(() => respondJson(toOpenApi()))
