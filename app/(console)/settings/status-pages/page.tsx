import type { Metadata } from 'next'
import { requireReader } from '@/lib/access/reader'
import { PagesList } from '@/components/status-pages/pages-list'
import { getJournal } from '@/lib/journal/database'
import { listPages } from '@/lib/status/store/pages'
import { canActAs } from '@/lib/model/actor'

export const metadata: Metadata = { title: 'Status pages' }

export default async function Page() {
  const { actor } = await requireReader()
  return <PagesList pages={await listPages(await getJournal())} mayManage={canActAs(actor, 'administrator')} />
}
