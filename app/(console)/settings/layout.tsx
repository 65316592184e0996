import type { ReactNode } from 'react'
import { SettingsTabs } from '@/components/access/settings-tabs'
import { LiveFleet } from '@/components/layout/live-fleet'
import { PageFrame } from '@/components/layout/page-frame'
import { mayRead } from '@/lib/access/reader'

export default async function Layout({ children }: { children: ReactNode }) {
  const isAdministrator = await mayRead('administrator')
  return (
    <PageFrame>
      <LiveFleet />
      <SettingsTabs isAdministrator={isAdministrator} />
      {children}
    </PageFrame>
  )
}
