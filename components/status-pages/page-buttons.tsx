'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { toCount } from '@/lib/base/counts'
import { apiPaths, pagePaths } from '@/lib/base/paths'
import { sendJson } from '@/lib/client/fetch-json'
import { emptyPageProblem } from '@/lib/status/model/page-fields'
import type { StoredPage } from '@/lib/status/model/stored-page'
import { PageQuestion } from './page-question'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

interface Props {
  page: StoredPage
  onChanged: () => void
  /** Called with true before the page is deleted, with false when that was refused. */
  onDeleting: (isBeingDeleted: boolean) => void
}

/** Publishes a page, and asks before it is unpublished or deleted. */
export function PageButtons({ page, onChanged, onDeleting }: Props) {
  const [asked, setRequested] = useState<'unpublish' | 'delete' | null>(null)
  const { problem, isSending, send } = useSending()
  const isEmpty = page.components.length === 0
  const close = () => setRequested(null)
  return (
    <div className="grid justify-items-end gap-2">
      <div className="flex flex-wrap gap-3">
        <Button look="bare" aria-haspopup="dialog" onClick={() => setRequested('delete')}>
          Delete…
        </Button>
        {page.isPublished ? (
          <Button aria-haspopup="dialog" onClick={() => setRequested('unpublish')}>
            Unpublish…
          </Button>
        ) : (
          <Button look="filled" possible={!isSending && !isEmpty} onClick={() => send(() => setPublished(page, true), onChanged)}>
            Publish page
          </Button>
        )}
      </div>
      {isEmpty && !page.isPublished ? <p className="text-sm text-muted">Not possible yet: {emptyPageProblem}.</p> : null}
      <ProblemNote problem={problem} />
      {asked === 'unpublish' ? <UnpublishQuestion page={page} onClose={close} onDone={onChanged} /> : null}
      {asked === 'delete' ? <DeleteQuestion page={page} onClose={close} onDeleting={onDeleting} /> : null}
    </div>
  )
}

function UnpublishQuestion({ page, onClose, onDone }: { page: StoredPage; onClose: () => void; onDone: () => void }) {
  return (
    <PageQuestion
      title={`Unpublish “${page.title}”`}
      gone={[
        `/status/${page.slug} answers “This page does not exist or is not published.” at once`,
        'its feeds, badges, embedded pages and JSON answer 404',
        'its webhooks get no more updates',
      ]}
      kept="Uptime, incidents, maintenance and webhooks are kept, and come back when it is published again."
      button="Unpublish page"
      run={() => setPublished(page, false)}
      onDone={() => {
        onClose()
        onDone()
      }}
      onClose={onClose}
    />
  )
}

function DeleteQuestion({ page, onClose, onDeleting }: Omit<Props, 'onChanged'> & { onClose: () => void }) {
  const router = useRouter()
  const remove = async () => {
    onDeleting(true)
    await sendJson('DELETE', apiPaths.statusPage(page.id), {}).catch((error: unknown) => {
      onDeleting(false)
      throw error
    })
  }
  return (
    <PageQuestion
      title={`Delete “${page.title}”`}
      gone={[
        `the page at /status/${page.slug} with its ${toCount(page.components.length, 'service')}`,
        'its incidents and their updates, its maintenance, and the public ids of its services',
        'its webhooks with their signing secrets and deliveries',
      ]}
      kept="This cannot be undone. The clusters themselves are not touched."
      button="Delete page"
      run={remove}
      onDone={() => router.push(pagePaths.statusPages)}
      onClose={onClose}
    />
  )
}

function setPublished({ id, slug, title, description, thresholdMs, components }: StoredPage, isPublished: boolean): Promise<unknown> {
  return sendJson('PUT', apiPaths.statusPage(id), {
    slug,
    title,
    description,
    thresholdMs,
    isPublished,
    components: components.map(({ clusterId, name, description: about, group }) => ({ clusterId, name, description: about, group })),
  })
}
