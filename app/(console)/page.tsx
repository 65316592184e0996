import type { Metadata } from 'next'
import { ClustersPage } from '@/components/fleet/clusters-page'
import { PageFrame } from '@/components/layout/page-frame'
import { requireReader } from '@/lib/access/reader'
import { getConsole } from '@/lib/observer/console'

export const metadata: Metadata = { title: 'Clusters' }

export default async function Page() {
  await requireReader()
  const console = await getConsole()
  return (
    <PageFrame>
      <ClustersPage initial={console.clusters()} settingsProblem={console.settingsProblem()} />
    </PageFrame>
  )
}
