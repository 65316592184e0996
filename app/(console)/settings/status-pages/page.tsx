import type { Metadata } from 'next'
import { readActor } from '@/components/layout/read-actor'
import { PagesList } from '@/components/status-pages/pages-list'
import { getJournal } from '@/lib/journal/database'
import { listPages } from '@/lib/journal/status/pages'
import { canActAs } from '@/lib/model/actor'

export const metadata: Metadata = { title: 'Status pages' }

export default async function Page() {
  return <PagesList pages={await listPages(await getJournal())} mayManage={canActAs(await readActor(), 'administrator')} />
}
