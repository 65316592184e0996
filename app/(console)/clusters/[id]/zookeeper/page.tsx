import type { Metadata } from 'next'
import { ZookeeperPage } from '@/components/quorum/zookeeper-page'
import { getCluster } from '../get-cluster'

type Params = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `ZooKeeper · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params }: Params) {
  const { console, snapshot } = await getCluster(params)
  return <ZookeeperPage initial={snapshot} root={console.findZnode(snapshot.cluster.id, '')} />
}
