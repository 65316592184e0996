import { pagePaths } from '@/lib/base/paths'
import type { Metadata } from 'next'
import { ActivityPage } from '@/components/activity/activity-page'
import { LiveFleet } from '@/components/layout/live-fleet'
import { PageFrame } from '@/components/layout/page-frame'
import { requireReader } from '@/lib/access/reader'
import { findWorst } from '@/lib/model/summarize'
import { getConsole } from '@/lib/observer/console'
import { readActivityPage, type SearchParams } from './read-activity-page'

export const metadata: Metadata = { title: 'Activity' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireReader()
  const all = (await getConsole()).clusters()
  const clusters = all.map(({ id, name }) => ({ id, name }))
  const read = await readActivityPage(await searchParams, null)
  return (
    <PageFrame live={!read.isOlder} fleet={{ worst: findWorst(all), isStreamed: read.isOlder }}>
      {read.isOlder ? <LiveFleet /> : null}
      <ActivityPage {...read} base={pagePaths.activity} ownCluster={null} clusters={clusters} />
    </PageFrame>
  )
}
