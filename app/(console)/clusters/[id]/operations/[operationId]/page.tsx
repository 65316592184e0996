import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { OperationPage } from '@/components/operations/operation-page'
import { getOperations } from '@/lib/operations/get-operations'
import { getCluster } from '../../get-cluster'

type Params = { params: Promise<{ id: string; operationId: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `Operation · ${(await getCluster(params)).snapshot.cluster.name}` }
}

export default async function Page({ params }: Params) {
  const { snapshot } = await getCluster(params)
  const record = await (await getOperations()).find((await params).operationId)
  if (record === null || record.clusterId !== snapshot.cluster.id) notFound()
  return <OperationPage initial={record} />
}
