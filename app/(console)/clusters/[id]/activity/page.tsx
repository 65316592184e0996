import { pagePaths } from '@/lib/base/paths'
import type { Metadata } from 'next'
import { ActivityPage } from '@/components/activity/activity-page'
import { readActivityPage, type SearchParams } from '../../../activity/read-activity-page'
import { getCluster } from '../get-cluster'

interface Params {
  params: Promise<{ id: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Activity · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params, searchParams }: Params) {
  const { id, name } = (await getCluster(params)).snapshot.cluster
  const read = await readActivityPage(await searchParams, id)
  return <ActivityPage {...read} base={pagePaths.clusterSection(id, 'activity')} ownCluster={id} clusters={[{ id, name }]} />
}
