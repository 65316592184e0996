import { respondPublic } from '@/lib/status/serve/respond'

export const dynamic = 'force-dynamic'

/** Public: everything under one page, from the database alone (docs/decisions/0031). */
export async function GET(request: Request): Promise<Response> {
  return respondPublic(request)
}

export const HEAD = GET
