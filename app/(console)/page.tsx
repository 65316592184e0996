import type { Metadata } from 'next'
import { ClustersPage } from '@/components/fleet/clusters-page'
import { PageFrame } from '@/components/layout/page-frame'
import { requireReader } from '@/lib/access/reader'
import { findWorst } from '@/lib/model/summarize'
import { getConsole } from '@/lib/observer/console'

export const metadata: Metadata = { title: 'Clusters' }

export default async function Page() {
  await requireReader()
  const console = await getConsole()
  const clusters = console.clusters()
  return (
    <PageFrame fleet={{ worst: findWorst(clusters), isStreamed: true }}>
      <ClustersPage initial={clusters} settingsProblem={console.settingsProblem()} />
    </PageFrame>
  )
}
