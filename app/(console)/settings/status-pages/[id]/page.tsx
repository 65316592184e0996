import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requireReader } from '@/lib/access/reader'
import { StatusPageSettings } from '@/components/status-pages/status-page-settings'
import { getPageDetail } from '@/lib/http/status-pages/pages'
import { getJournal } from '@/lib/journal/database'
import { findPage } from '@/lib/status/store/pages'
import { canActAs } from '@/lib/model/actor'
import { getConsole } from '@/lib/observer/console'
import { getAccessEnvironment } from '@/lib/settings/access-environment'
import { toStatusOrigin } from '@/lib/status/serve/origin'

type Params = { params: Promise<{ id: string }> }

export const metadata: Metadata = { title: 'Status page' }

export default async function Page({ params }: Params) {
  const { actor } = await requireReader()
  const journal = await getJournal()
  const page = await findPage(journal, (await params).id)
  if (page === null) notFound()
  const console = await getConsole()
  const clusters = console.clusters().map(({ id, name }) => ({ id, name }))
  return (
    <StatusPageSettings
      initial={await getPageDetail(journal, page)}
      clusters={clusters}
      mayManage={canActAs(actor, 'administrator')}
      mayWrite={canActAs(actor, 'operator')}
      publicOrigin={toStatusOrigin(getAccessEnvironment().publicUrl)}
    />
  )
}
