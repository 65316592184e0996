import 'server-only'
import { getSignIns, type SignedIn } from '@/lib/access/sign-ins'
import { canActAs, type Actor, type Role } from '@/lib/model/actor'
import { HttpError } from './errors'
import { readAddress } from './read-address'
import { isSameOrigin } from './same-origin'

const readingMethods = new Set(['GET', 'HEAD'])

const whatRolesDo: Record<Role, string> = {
  viewer: 'look',
  operator: 'act on clusters',
  administrator: 'decide who may do what',
}

/** Whether it only asks and changes nothing. */
export function isReading(request: Request): boolean {
  return readingMethods.has(request.method)
}

/**
 * Who asks, if they may. Every route goes through here, mostly by `answer` and its kin.
 * What changes something also has to come from a page of this console, or with a key, which nobody sends by accident.
 *
 * @param action what the audit calls it when it is refused; default: method and path
 * @throws HttpError sign-in-needed, not-allowed, wrong-origin
 */
export async function authorize(request: Request, role: Role, action?: string): Promise<Actor> {
  return (await authorizeSignedIn(request, role, action)).actor
}

/** Who asks something that everybody may ask; null for nobody, also when nobody can say. */
export async function findSignedIn(request: Request): Promise<SignedIn | null> {
  return getSignIns().then((signIns) => signIns.findSignedIn(request.headers)).catch(() => null)
}

/** The same with the session or key itself. @throws HttpError as `authorize` */
export async function authorizeSignedIn(request: Request, role: Role, action = toAction(request)): Promise<SignedIn> {
  const signIns = await getSignIns()
  const signedIn = await signIns.findSignedIn(request.headers)
  const refusal = findRefusal(request, signedIn, role)
  if (signedIn !== null && refusal === null) return signedIn
  // Whoever merely is not signed in any more and looks is no attempt at anything.
  if (!isReading(request) || signedIn !== null) {
    await signIns.noteRefusal({ actor: signedIn?.actor ?? null, from: readAddress(request), action, reason: refusal?.code ?? 'sign-in-needed' })
  }
  throw refusal ?? toSignInNeeded(request)
}

function toAction({ method, url }: Request): string {
  return `${method} ${new URL(url).pathname.slice(0, 300)}`
}

function findRefusal(request: Request, signedIn: SignedIn | null, role: Role): HttpError | null {
  if (signedIn === null) return toSignInNeeded(request)
  if (!isReading(request) && signedIn.by === 'session' && !isSameOrigin(request.headers)) return toWrongOrigin()
  return canActAs(signedIn.actor, role) ? null : toNotAllowed(signedIn.actor, role)
}

/** @throws HttpError wrong-origin */
export function demandSameOrigin(request: Request): void {
  if (!isSameOrigin(request.headers)) throw toWrongOrigin()
}

function toWrongOrigin(): HttpError {
  return new HttpError('wrong-origin', 'This changes something, and nothing proves that a page of this console asked for it. Do it on the console’s own page; scripts send an API key: Authorization: Bearer …')
}

function toNotAllowed({ name, role: has }: Actor, needs: Role): HttpError {
  return new HttpError('not-allowed', `This needs the role ${needs} (${whatRolesDo[needs]}), and ${name} has the role ${has}. An administrator can change it under Settings, People.`, { needs, has })
}

function toSignInNeeded(request: Request): HttpError {
  const hasKey = request.headers.has('authorization')
  return new HttpError('sign-in-needed', hasKey ? 'This API key is not known, has ended or was revoked. An administrator makes a new one under Settings, Keys.' : 'Sign in first: open /sign-in in a browser, or send an API key: Authorization: Bearer …')
}
