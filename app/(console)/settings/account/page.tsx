import type { Metadata } from 'next'
import { AccountPage } from '@/components/access/account-page'
import { getAccess } from '@/lib/access/access'
import { listLivingKeysOf } from '@/lib/access/keys/keys'
import { getSecondFactorView } from '@/lib/access/second-factor/enrol'
import { listOwnSessions } from '@/lib/access/sessions/own-sessions'
import { requireReader } from '@/lib/access/reader'

export const metadata: Metadata = { title: 'Account' }

export default async function Page() {
  const signedIn = await requireReader()
  const access = await getAccess()
  const [sessions, keys, secondFactor] = await Promise.all([
    listOwnSessions(access, signedIn),
    listLivingKeysOf(access, signedIn.actor.id),
    getSecondFactorView(access, signedIn.actor.id),
  ])
  return (
    <AccountPage
      name={signedIn.actor.name}
      role={signedIn.actor.role}
      initial={sessions}
      keys={keys.map(({ name }) => name)}
      secondFactor={secondFactor}
    />
  )
}
