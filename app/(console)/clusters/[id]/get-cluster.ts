import 'server-only'
import { notFound } from 'next/navigation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { requireReader } from '@/lib/access/reader'
import { getConsole, type UnderstudyConsole } from '@/lib/observer/console'

/**
 * The cluster in an address, as it is now, for authorized readers. An unknown one ends in the not-found page, a reader who is not signed in
 * at the sign-in.
 */
export async function getCluster(params: Promise<{ id: string }>): Promise<{ console: UnderstudyConsole; snapshot: ClusterSnapshot }> {
  await requireReader()
  const id = decodeURIComponent((await params).id)
  const console = await getConsole()
  const revision = console.findSnapshot(id)
  if (revision === null) notFound()
  return { console, snapshot: revision.snapshot }
}
