import 'server-only'
import { pagePaths } from '@/lib/base/paths'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { getSignIns } from './sign-ins'
import { canActAs, type PersonRole } from '@/lib/model/actor'
import { getLog } from '@/lib/base/log'
import type { SignedIn } from './signed-in'

/** Who reads this page; null for nobody, also when nobody can say. Asked once a request. */
export const findReader = cache(async (): Promise<SignedIn | null> => {
  try {
    return await (await getSignIns()).findSignedIn(await headers())
  } catch (error) {
    // Next's own signals pass; anything else means that nobody is let in.
    if (error instanceof Error && 'digest' in error) throw error
    getLog().error({ err: error }, 'Nobody can say who reads a page; nobody is let in.')
    return null
  }
})

/** For every page but the public ones, before it shows anything: whoever is not signed in goes to sign in. */
export async function requireReader(): Promise<SignedIn> {
  return (await findReader()) ?? redirect(pagePaths.signIn)
}

/** Whether who reads this page may do what needs `role`; sends them to sign in if nobody does. */
export async function mayRead(role: PersonRole): Promise<boolean> {
  return canActAs((await requireReader()).actor, role)
}
