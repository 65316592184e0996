import 'server-only'
import { getSignIns, type SignedIn } from '@/lib/access/sign-ins'
import { canActAs, type Actor, type Role } from '@/lib/model/actor'
import { HttpError } from './errors'
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
 * @throws HttpError sign-in-needed, not-allowed, wrong-origin
 */
export async function authorize(request: Request, role: Role): Promise<Actor> {
  return (await authorizeSignedIn(request, role)).actor
}

/** The same with the session or key itself. @throws HttpError as `authorize` */
export async function authorizeSignedIn(request: Request, role: Role): Promise<SignedIn> {
  const signedIn = await (await getSignIns()).findSignedIn(request.headers)
  if (signedIn === null) throw toSignInNeeded(request)
  if (!isReading(request) && signedIn.by === 'session') demandSameOrigin(request)
  if (canActAs(signedIn.actor, role)) return signedIn
  throw new HttpError('not-allowed', `This needs the role ${role} (${whatRolesDo[role]}), and ${signedIn.actor.name} has the role ${signedIn.actor.role}. An administrator can change it under Settings, People.`, { needs: role, has: signedIn.actor.role })
}

/** @throws HttpError wrong-origin */
export function demandSameOrigin(request: Request): void {
  if (isSameOrigin(request.headers)) return
  throw new HttpError('wrong-origin', 'This changes something, and nothing proves that a page of this console asked for it. Do it on the console’s own page; scripts send an API key: Authorization: Bearer …')
}

function toSignInNeeded(request: Request): HttpError {
  const hasKey = request.headers.has('authorization')
  return new HttpError('sign-in-needed', hasKey ? 'This API key is not known, has ended or was revoked. An administrator makes a new one under Settings, Keys.' : 'Sign in first: open /sign-in in a browser, or send an API key: Authorization: Bearer …')
}
