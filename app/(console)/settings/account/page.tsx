import type { Metadata } from 'next'
import { AccountPage } from '@/components/access/account-page'
import { getAccess } from '@/lib/access/access'
import { listOwnSessions } from '@/lib/access/sessions/own-sessions'
import { requireReader } from '@/lib/access/reader'

export const metadata: Metadata = { title: 'Account' }

export default async function Page() {
  const signedIn = await requireReader()
  return <AccountPage name={signedIn.actor.name} role={signedIn.actor.role} initial={await listOwnSessions(await getAccess(), signedIn)} />
}
