'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { useState } from 'react'
import { Pill } from '@/components/ui/pill'
import { useStatusPage } from '@/lib/client/use-status-page'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { DeclaredPage } from './declared-page'
import { IncidentsPanel } from './incidents-panel'
import { MaintenancePanel } from './maintenance-panel'
import { PageForm } from './page-form'
import { PageButtons } from './page-buttons'
import { ShareCodePanel } from './share-code-panel'
import { WebhooksPanel } from './webhooks-panel'

interface Props {
  initial: StatusPageDetail
  clusters: { id: string; name: string }[]
  /** Sets up pages and webhooks. */
  mayManage: boolean
  /** Writes updates and announces maintenance. */
  mayWrite: boolean
  /** Scheme and host of public pages, e.g. "https://status.example.org". */
  publicOrigin: string
}

/** One status page: publishing, its content, the updates for its readers. */
export function StatusPageSettings({ initial, clusters, mayManage, mayWrite, publicOrigin }: Props) {
  const [isBeingDeleted, setBeingDeleted] = useState(false)
  const { detail, reload } = useStatusPage(initial, isBeingDeleted)
  const { page } = detail
  return (
    <div className="grid gap-5">
      <header className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <p className="text-sm text-muted">
            <Link href={pagePaths.statusPages} className="link">
              Status pages
            </Link>
          </p>
          <h1 className="mt-1 headline">{page.title}</h1>
          <p className="mt-1 flex flex-wrap items-center gap-3 text-sm">
            {page.isPublished ? (
              <>
                <Pill tone="good">published</Pill>
                <a href={pagePaths.publicPage(page.slug)} className="link font-mono text-xs">
                  /status/{page.slug}
                </a>
              </>
            ) : (
              <>
                <Pill tone="calm">draft</Pill>
                <span className="text-muted">Draft: not public. Uptime is recorded from now.</span>
              </>
            )}
          </p>
        </div>
        {mayManage && page.declaredIn === null ? <PageButtons page={page} onChanged={reload} onDeleting={setBeingDeleted} /> : null}
      </header>
      {!mayManage ? null : page.declaredIn !== null ? (
        <DeclaredPage page={page} clusters={clusters} />
      ) : (
        <PageForm key={page.id} page={page} clusters={clusters} onSaved={reload} />
      )}
      <IncidentsPanel detail={detail} mayWrite={mayWrite} onChanged={reload} />
      <MaintenancePanel key={page.components.map(({ id }) => id).join()} detail={detail} mayWrite={mayWrite} onChanged={reload} />
      {mayManage && !isBeingDeleted ? <WebhooksPanel pageId={page.id} /> : null}
      {page.isPublished ? <ShareCodePanel title={page.title} url={`${publicOrigin}${pagePaths.publicPage(page.slug)}`} /> : null}
    </div>
  )
}
