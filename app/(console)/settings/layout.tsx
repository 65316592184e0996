import type { ReactNode } from 'react'
import { SettingsTabs } from '@/components/access/settings-tabs'
import { LiveFleet } from '@/components/layout/live-fleet'
import { PageFrame } from '@/components/layout/page-frame'
import { mayRead } from '@/lib/access/reader'
import { findWorst } from '@/lib/model/summarize'
import { getConsole } from '@/lib/observer/console'

export default async function Layout({ children }: { children: ReactNode }) {
  const isAdministrator = await mayRead('administrator')
  return (
    <PageFrame fleet={{ worst: findWorst((await getConsole()).clusters()), isStreamed: true }}>
      <LiveFleet />
      <SettingsTabs isAdministrator={isAdministrator} />
      {children}
    </PageFrame>
  )
}
