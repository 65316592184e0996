import { NextResponse, type NextRequest } from 'next/server'
import { getSignIns } from '@/lib/access/sign-ins'
import { authorizeAtDoor } from '@/lib/http/authorize'
import { dataPolicy, toPagePolicy } from '@/lib/http/content-policy'
import { HttpError } from '@/lib/http/errors'
import { guardRequest } from '@/lib/http/guard-request'
import { isUse } from '@/lib/http/is-use'
import { isPublicPath } from '@/lib/http/public-paths'
import { respondError } from '@/lib/http/respond'
import { toSignInAddress } from '@/lib/http/sign-in-address'
import { getAccessEnvironment, type AccessEnvironment } from '@/lib/settings/access-environment'

let settings: AccessEnvironment | null = null

/**
 * The door. Every request passes here before its route: it has to name this console, and unless its path is for
 * everybody somebody has to be signed in. Routes and pages ask again, for the role; this is so that one that forgot is
 * not open. It also says what the page may run.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const isApi = request.nextUrl.pathname.startsWith('/api/')
  try {
    settings ??= getAccessEnvironment()
    guardRequest(request, settings)
    if (!isPublicPath(request.nextUrl.pathname)) await letIn(request)
    // What the public sees brings its own policy: some of it may stand in a frame of another site.
    if (request.nextUrl.pathname.startsWith('/status/')) return harden(NextResponse.next(), request, false)
    return harden(isApi ? NextResponse.next() : toPage(request), request, isApi)
  } catch (error) {
    const isVisitor = HttpError.is(error) && error.code === 'sign-in-needed' && isForReader(request)
    return harden(isVisitor ? NextResponse.redirect(toSignInAddress(request.nextUrl)) : respondError(error), request, true)
  }
}

/** @throws HttpError sign-in-needed; also for what changes something without proof */
async function letIn(request: NextRequest): Promise<void> {
  const signedIn = await authorizeAtDoor(request)
  if (isUse(request)) await (await getSignIns()).noteUse(signedIn)
}

/**
 * A page: scripts that ask for metrics or a leader want an answer and no sign-in page. So does Next when it fetches the
 * data of a page to go to: it loads the page whole then, which leads to sign-in.
 */
function isForReader({ headers, nextUrl }: NextRequest): boolean {
  return !nextUrl.pathname.startsWith('/api/') && (headers.get('accept') ?? '').includes('text/html')
}

/** Next marks its inline scripts with the nonce that it finds in the request's policy. */
function toPage(request: NextRequest): NextResponse {
  const policy = toPagePolicy(crypto.randomUUID().replaceAll('-', ''), process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

function harden<T extends Response>(response: T, request: NextRequest, isData: boolean): T {
  if (isData) response.headers.set('content-security-policy', dataPolicy)
  if (request.headers.get('x-understudy-scheme') === 'https') response.headers.set('strict-transport-security', 'max-age=31536000')
  return response
}

export const config = {
  // Built scripts and styles hold no secret and are many.
  matcher: '/((?!_next/static/).*)',
}
