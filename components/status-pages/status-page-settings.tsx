'use client'
import { apiPaths, pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { sendJson } from '@/lib/client/fetch-json'
import { useStatusPage } from '@/lib/client/use-status-page'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { DeclaredPage } from './declared-page'
import { IncidentsPanel } from './incidents-panel'
import { MaintenancePanel } from './maintenance-panel'
import { PageForm } from './page-form'
import { Problem } from './problem'
import { useSaving } from './use-saving'
import { WebhooksPanel } from './webhooks-panel'

interface Props {
  initial: StatusPageDetail
  clusters: { id: string; name: string }[]
  /** Sets up pages and webhooks. */
  mayManage: boolean
  /** Writes updates and announces maintenance. */
  mayWrite: boolean
}

/** One status page: publish it, what it shows, what its readers are told. */
export function StatusPageSettings({ initial, clusters, mayManage, mayWrite }: Props) {
  const { detail, reload } = useStatusPage(initial)
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
                <Pill tone="calm">off</Pill>
                <span className="text-muted">Nobody sees it yet. History is kept from now on.</span>
              </>
            )}
          </p>
        </div>
        {mayManage && page.declaredIn === null ? <PageButtons detail={detail} onChanged={reload} /> : null}
      </header>
      {!mayManage ? null : page.declaredIn !== null ? (
        <DeclaredPage page={page} clusters={clusters} />
      ) : (
        <PageForm key={page.id} page={page} clusters={clusters} onSaved={reload} />
      )}
      <IncidentsPanel detail={detail} mayWrite={mayWrite} onChanged={reload} />
      <MaintenancePanel key={page.components.map(({ id }) => id).join()} detail={detail} mayWrite={mayWrite} onChanged={reload} />
      {mayManage ? <WebhooksPanel pageId={page.id} /> : null}
    </div>
  )
}

function PageButtons({ detail: { page }, onChanged }: { detail: StatusPageDetail; onChanged: () => void }) {
  const router = useRouter()
  const { problem, isSaving, save } = useSaving()
  const { slug, title, description, components } = page
  const body = {
    slug,
    title,
    description,
    components: components.map(({ clusterId, name, description: about, group }) => ({ clusterId, name, description: about, group })),
  }
  const publish = () => save(() => sendJson('PUT', apiPaths.statusPage(page.id), { ...body, isPublished: !page.isPublished }), onChanged)
  const remove = () => {
    if (window.confirm(`Delete the page “${title}” with its updates, maintenance and webhooks?`))
      save(
        () => sendJson('DELETE', apiPaths.statusPage(page.id), {}),
        () => router.push(pagePaths.statusPages),
      )
  }
  return (
    <div className="grid justify-items-end gap-2">
      <div className="flex flex-wrap gap-3">
        <Button look="bare" onClick={remove} possible={!isSaving}>
          Delete…
        </Button>
        <Button look={page.isPublished ? 'plain' : 'filled'} onClick={publish} possible={!isSaving}>
          {page.isPublished ? 'Take it back' : 'Publish'}
        </Button>
      </div>
      <Problem text={problem} />
    </div>
  )
}
