'use client'
import { apiPaths, pagePaths } from '@/lib/base/paths'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { toCount } from '@/lib/base/counts'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pill } from '@/components/ui/pill'
import { RowLink } from '@/components/ui/row-link'
import { Cell, Table } from '@/components/ui/table'
import { TextField } from '@/components/ui/text-field'
import { sendJson } from '@/lib/client/fetch-json'
import type { StoredPage } from '@/lib/status/model/stored-page'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

const columns = [{ head: 'Page' }, { head: 'Address' }, { head: 'Shows' }, { head: 'State', align: 'end' as const }]

/** All status pages, and a new one. */
export function PagesList({ pages, mayManage }: { pages: StoredPage[]; mayManage: boolean }) {
  return (
    <div className="grid gap-5">
      <header>
        <h1 className="headline">Status pages</h1>
        <p className="mt-1 max-w-[68ch] text-muted">Public pages. Host names, paths, jobs and ids are never shown.</p>
      </header>
      <section aria-label="Status pages" className="rounded-lg border border-line bg-panel px-5 pt-4 pb-2 max-sm:px-4">
        {pages.length === 0 ? (
          <div className="pb-3">
            <EmptyState title="No status pages.">
              {mayManage ? 'Create one below. It is a draft until you publish it.' : 'An administrator can create one.'}
            </EmptyState>
          </div>
        ) : (
          <Table label="Status pages" columns={columns}>
            <tbody role="rowgroup">
              {pages.map((page) => (
                <PageRow key={page.id} page={page} />
              ))}
            </tbody>
          </Table>
        )}
      </section>
      {mayManage ? <NewPage /> : null}
    </div>
  )
}

function PageRow({ page }: { page: StoredPage }) {
  return (
    <tr role="row">
      <Cell head="Page" lead>
        <RowLink href={pagePaths.statusPage(page.id)} className="link font-semibold">
          {page.title}
        </RowLink>
      </Cell>
      <Cell head="Address">
        {page.isPublished ? (
          <a href={pagePaths.publicPage(page.slug)} className="link font-mono text-xs">
            /status/{page.slug}
          </a>
        ) : (
          <span className="font-mono text-xs text-muted">/status/{page.slug}</span>
        )}
      </Cell>
      <Cell head="Shows">{toCount(page.components.length, 'cluster')}</Cell>
      <Cell head="State" align="end">
        <span className="flex flex-wrap justify-end gap-2">
          {page.declaredIn === null ? null : <Pill tone="calm">declared in the file</Pill>}
          {page.isPublished ? <Pill tone="good">published</Pill> : <Pill tone="calm">draft</Pill>}
        </span>
      </Cell>
    </tr>
  )
}

function NewPage() {
  const router = useRouter()
  const [title, setTitle] = useState('')
  const [slug, setSlug] = useState('')
  const { problem, isSending, send } = useSending()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(async () => {
      const { id } = await sendJson<{ id: string }>('POST', apiPaths.statusPages, { title, slug, components: [] })
      router.push(pagePaths.statusPage(id))
    })
  }
  return (
    <form onSubmit={submit} className="grid gap-3 rounded-lg border border-line bg-panel px-5 py-4 max-sm:px-4">
      <h2 className="font-semibold">New page</h2>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Title"
          required
          maxLength={100}
          placeholder="Acme streams"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          className="w-full max-w-[280px]"
        />
        <TextField
          label="Address under /status/"
          required
          mono
          maxLength={63}
          placeholder="streams"
          value={slug}
          onChange={(event) => setSlug(event.target.value)}
          className="w-full max-w-[220px]"
        />
        <Button type="submit" look="filled" possible={!isSending}>
          Create page
        </Button>
      </div>
      <ProblemNote problem={problem} />
    </form>
  )
}
