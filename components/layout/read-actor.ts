import { headers } from 'next/headers'
import { getSignIns } from '@/lib/access/sign-ins'
import type { Actor } from '@/lib/model/actor'

/** Who asked for this page; null: nobody who is signed in. */
export async function readActor(): Promise<Actor | null> {
  return (await (await getSignIns()).findSignedIn(await headers()))?.actor ?? null
}
