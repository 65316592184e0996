import type { Metadata } from 'next'
import { DrillsPage } from '@/components/drills/drills-page'
import { getCluster } from '../get-cluster'
import { readDrills } from './read-drills'

type Params = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Drills · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params }: Params) {
  const { console, snapshot } = await getCluster(params)
  return <DrillsPage initial={snapshot} drills={await readDrills(console, snapshot.cluster.id)} />
}
