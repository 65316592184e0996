import type { Metadata } from 'next'
import { KeysPage } from '@/components/access/keys-page'
import { NotForYou } from '@/components/access/not-for-you'
import { getAccess } from '@/lib/access/access'
import { listKeys } from '@/lib/access/keys/keys'
import { mayRead } from '@/lib/access/reader'

export const metadata: Metadata = { title: 'Keys' }

export default async function Page() {
  if (!(await mayRead('administrator'))) return <NotForYou role="administrator" what="API keys" />
  return <KeysPage initial={await listKeys(await getAccess())} />
}
