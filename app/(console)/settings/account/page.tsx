import type { Metadata } from 'next'
import { AccountPage } from '@/components/access/account-page'
import { getAccess } from '@/lib/access/access'
import { getSecondFactorView } from '@/lib/access/second-factor/enrol'
import { listOwnSessions } from '@/lib/access/sessions/own-sessions'
import { requireReader } from '@/lib/access/reader'

export const metadata: Metadata = { title: 'Account' }

export default async function Page() {
  const signedIn = await requireReader()
  const access = await getAccess()
  const [sessions, secondFactor] = await Promise.all([listOwnSessions(access, signedIn), getSecondFactorView(access, signedIn.actor.id)])
  return <AccountPage name={signedIn.actor.name} role={signedIn.actor.role} initial={sessions} secondFactor={secondFactor} />
}
