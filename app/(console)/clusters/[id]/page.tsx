import type { Metadata } from 'next'
import { ClusterPage } from '@/components/cluster/cluster-page'
import { getCluster } from './get-cluster'

type Params = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: (await getCluster(params)).snapshot.cluster.name }
}

export default async function Page({ params }: Params) {
  const { snapshot } = await getCluster(params)
  return <ClusterPage initial={snapshot} />
}
