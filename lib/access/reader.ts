import 'server-only'
import { pagePaths } from '@/lib/base/paths'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { getSignIns } from './sign-ins'
import { canActAs, type PersonRole } from '@/lib/model/actor'
import { getLog } from '@/lib/base/log'
import type { SignedIn } from './signed-in'

/** The reader of this page; null when not signed in, also when that cannot be checked. Looked up once per request. */
export const findReader = cache(async (): Promise<SignedIn | null> => {
  try {
    return await (await getSignIns()).findSignedIn(await headers())
  } catch (error) {
    // Next's own signals pass; any other error counts as not signed in.
    if (error instanceof Error && 'digest' in error) throw error
    getLog().error({ err: error }, 'The sign-in of a reader cannot be checked; access is refused.')
    return null
  }
})

/** For every page but the public ones, before it shows anything: a reader who is not signed in is sent to sign in. */
export async function requireReader(): Promise<SignedIn> {
  return (await findReader()) ?? redirect(pagePaths.signIn)
}

/** Whether the reader of this page has `role`; sends a reader who is not signed in to sign in. */
export async function mayRead(role: PersonRole): Promise<boolean> {
  return canActAs((await requireReader()).actor, role)
}
