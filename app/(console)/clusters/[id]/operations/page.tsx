import type { Metadata } from 'next'
import { OperationsPage } from '@/components/operations/operations-page'
import { getOperations } from '@/lib/operations/get-operations'
import { getCluster } from '../get-cluster'

type Params = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Operations · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params }: Params) {
  const { snapshot } = await getCluster(params)
  const records = await (await getOperations()).list({ clusterId: snapshot.cluster.id, limit: 50 })
  return <OperationsPage initial={snapshot} records={records} />
}
