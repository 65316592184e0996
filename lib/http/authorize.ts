import 'server-only'
import { getSignIns } from '@/lib/access/sign-ins'
import { canActAs, type Actor, type PersonRole } from '@/lib/model/actor'
import { HttpError } from './errors'
import { demandProof, findNeededProof } from './proof-table'
import { readAddress } from './read-address'
import { isSameOrigin } from './same-origin'
import type { SignedIn } from '@/lib/access/signed-in'

const readingMethods = new Set(['GET', 'HEAD'])

const whatRolesDo: Record<PersonRole, string> = {
  viewer: 'look',
  operator: 'act on clusters',
  administrator: 'manage access',
}

/** Whether the request only reads. */
export function isReading(request: Request): boolean {
  return readingMethods.has(request.method)
}

/**
 * Returns the requester, if authorized. Every route goes through here, mostly by `answer` and its variants. A change also has to come from
 * a page of this console, or with a key, which no browser sends by itself.
 *
 * @param action name in the audit when the request is refused; default: method and path. An administrator's action may need a step-up too
 * (proof-table.ts); an action that the table forgets needs the strictest.
 *
 * @throws HttpError sign-in-needed, not-allowed, wrong-origin, step-up-required
 */
export async function authorize(request: Request, role: PersonRole, action?: string): Promise<Actor> {
  return (await authorizeSignedIn(request, role, action)).actor
}

/** The requester of a route that is open to everybody; null when not signed in, also when that cannot be checked. */
export async function findSignedIn(request: Request): Promise<SignedIn | null> {
  return getSignIns()
    .then((signIns) => signIns.findSignedIn(request.headers))
    .catch(() => null)
}

/** As `authorize`, but returns the session or key too. @throws HttpError as `authorize` */
export async function authorizeSignedIn(request: Request, role: PersonRole, action = toAction(request)): Promise<SignedIn> {
  return letIn(request, action, (signedIn) => findRefusal(request, signedIn, role))
}

/** Any signed-in requester, for the check before the routes (proxy.ts); the route checks what is needed beyond it. @throws HttpError */
export async function authorizeAtDoor(request: Request): Promise<SignedIn> {
  return letIn(request, toAction(request), (signedIn) => findRefusalAtDoor(request, signedIn))
}

async function letIn(request: Request, action: string, find: (signedIn: SignedIn | null) => HttpError | null): Promise<SignedIn> {
  const signIns = await getSignIns()
  const signedIn = await signIns.findSignedIn(request.headers)
  const refusal = find(signedIn)
  if (signedIn !== null && refusal === null) return signedIn
  // A read with an expired sign-in is no attempt that belongs in the audit.
  if (!isReading(request) || signedIn !== null) {
    await signIns.noteRefusal({
      actor: signedIn?.actor ?? null,
      from: readAddress(request),
      action,
      reason: refusal?.code ?? 'sign-in-needed',
    })
  }
  throw refusal ?? toSignInNeeded(request)
}

function toAction({ method, url }: Request): string {
  return `${method} ${new URL(url).pathname.slice(0, 300)}`
}

function findRefusalAtDoor(request: Request, signedIn: SignedIn | null): HttpError | null {
  if (signedIn === null) return toSignInNeeded(request)
  return !isReading(request) && signedIn.by === 'session' && !isSameOrigin(request.headers) ? toWrongOrigin() : null
}

function findRefusal(request: Request, signedIn: SignedIn | null, role: PersonRole): HttpError | null {
  const atDoor = findRefusalAtDoor(request, signedIn)
  if (signedIn === null || atDoor !== null) return atDoor
  if (!canActAs(signedIn.actor, role)) return toNotAllowed(signedIn, role)
  return isReading(request) ? null : findMissingProof(request, signedIn, role)
}

function findMissingProof({ method, url }: Request, signedIn: SignedIn, role: PersonRole): HttpError | null {
  try {
    demandProof(signedIn, findNeededProof(method, new URL(url).pathname) ?? (role === 'administrator' ? 'person' : 'role'))
    return null
  } catch (error) {
    if (HttpError.is(error)) return error
    throw error
  }
}

/** @throws HttpError wrong-origin */
export function demandSameOrigin(request: Request): void {
  if (!isSameOrigin(request.headers)) throw toWrongOrigin()
}

function toWrongOrigin(): HttpError {
  return new HttpError(
    'wrong-origin',
    'This request changes something and does not come from a page of this console. Do it on the console’s own page; scripts send an API key: Authorization: Bearer …',
  )
}

function toNotAllowed({ actor: { kind, name, role: has }, isHeldBack }: SignedIn, needs: PersonRole): HttpError {
  if (isHeldBack)
    return new HttpError(
      'not-allowed',
      'You are an administrator, and this console requires a second factor of administrators. Turn yours on under Account.',
      { needs, has },
    )
  return new HttpError(
    'not-allowed',
    `This needs the role ${needs} (${whatRolesDo[needs]}), and ${name} has the role ${has}. ${kind === 'key' ? 'An administrator can create a key with that role under Settings, Keys.' : 'An administrator can change it under Settings, People.'}`,
    { needs, has },
  )
}

function toSignInNeeded(request: Request): HttpError {
  const hasKey = request.headers.has('authorization')
  return new HttpError(
    'sign-in-needed',
    hasKey
      ? 'This API key is not known, has ended or was revoked. An administrator makes a new one under Settings, Keys.'
      : 'Sign in first: open /sign-in in a browser, or send an API key: Authorization: Bearer …',
  )
}
