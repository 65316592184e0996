import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DrillPage } from '@/components/drills/drill-page'
import { getOperations } from '@/lib/operations/get-operations'
import { getCluster } from '../../get-cluster'
import { readDrill, readDrills } from '../read-drills'

type Params = { params: Promise<{ id: string; drillId: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Drill · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params }: Params) {
  const { console, snapshot } = await getCluster(params)
  const { drillId } = await params
  const { id } = snapshot.cluster
  const [record, found] = await Promise.all([getOperations().then((operations) => operations.find(drillId)), readDrill(drillId)])
  // A drill begins with its operation; its own row follows in the first step.
  const clusterId = found?.drill.clusterId ?? record?.clusterId
  if (clusterId !== id) notFound()
  return (
    <DrillPage
      initial={snapshot}
      record={record}
      drill={found?.drill ?? null}
      report={found?.report ?? null}
      drills={await readDrills(console, id)}
    />
  )
}
