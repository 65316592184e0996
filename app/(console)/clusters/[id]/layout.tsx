import type { ReactNode } from 'react'
import { LiveCluster } from '@/components/layout/live-cluster'
import { LiveFleet } from '@/components/layout/live-fleet'
import { PlanHost } from '@/components/operations/plan-host'
import { PageFrame } from '@/components/layout/page-frame'
import { toClusterState } from '@/lib/model/cluster-state'
import { findWorst } from '@/lib/model/summarize'
import { requireReader } from '@/lib/access/reader'
import { getConsole } from '@/lib/observer/console'

export default async function Layout({ params, children }: { params: Promise<{ id: string }>; children: ReactNode }) {
  await requireReader()
  const id = decodeURIComponent((await params).id)
  const console = await getConsole()
  const revision = console.findSnapshot(id)
  if (revision === null)
    return (
      <PageFrame live={false} fleet={{ worst: findWorst(console.clusters()), isStreamed: true }}>
        <LiveFleet />
        {children}
      </PageFrame>
    )
  const { name } = revision.snapshot.cluster
  return (
    <PageFrame cluster={{ id, name, state: toClusterState(revision.snapshot) }}>
      <LiveCluster id={id} />
      {children}
      <PlanHost clusterId={id} clusterName={name} />
    </PageFrame>
  )
}
