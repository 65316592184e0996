import { NextResponse, type NextRequest } from 'next/server'
import { guardRequest } from '@/lib/http/guard-request'
import { toErrorResponse } from '@/lib/http/respond'

/** Runs before every route. It looks at the request line and one header and lets the rest pass untouched. */
export function proxy(request: NextRequest): Response {
  try {
    guardRequest(request)
    return NextResponse.next()
  } catch (error) {
    return toErrorResponse(error)
  }
}

export const config = {
  // Built scripts and styles hold no secret and are many.
  matcher: '/((?!_next/static/).*)',
}
