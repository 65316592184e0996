import type { Metadata } from 'next'
import { ClusterPage } from '@/components/cluster/cluster-page'
import { MissingMoment } from '@/components/cluster/past/missing-moment'
import { getCluster } from './get-cluster'
import { readPast } from './read-past'

interface Params {
  params: Promise<{ id: string }>
  searchParams: Promise<{ at?: string | string[] }>
}

export async function generateMetadata({ params, searchParams }: Params): Promise<Metadata> {
  const { name } = (await getCluster(params)).snapshot.cluster
  const { at } = await searchParams
  return { title: typeof at === 'string' ? `${name}, in the past` : name }
}

export default async function Page({ params, searchParams }: Params) {
  const { console, snapshot } = await getCluster(params)
  const { history, range, moment, problem } = await readPast(console, snapshot.cluster.id, (await searchParams).at)
  if (problem !== null) return <MissingMoment clusterId={snapshot.cluster.id} problem={problem} since={history.since} />
  return <ClusterPage initial={snapshot} history={history} range={range} moment={moment} />
}
