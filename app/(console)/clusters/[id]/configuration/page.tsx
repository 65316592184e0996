import type { Metadata } from 'next'
import { ConfigurationPage } from '@/components/doctor/configuration-page'
import { getCluster } from '../get-cluster'

type Params = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Configuration · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params }: Params) {
  const { console, snapshot } = await getCluster(params)
  return <ConfigurationPage initial={snapshot} configuration={await console.findConfiguration(snapshot.cluster.id)} />
}
