import type { Metadata } from 'next'
import { RecoveryPage } from '@/components/recovery/recovery-page'
import { getCluster } from '../get-cluster'

type Params = { params: Promise<{ id: string }>; searchParams: Promise<{ job?: string | string[] }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Recovery · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params, searchParams }: Params) {
  const { snapshot } = await getCluster(params)
  const { job } = await searchParams
  return <RecoveryPage initial={snapshot} job={typeof job === 'string' ? job : null} />
}
