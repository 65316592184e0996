'use client'
import { pagePaths } from '@/lib/base/paths'

/** A page that failed to render: what is known, and the two things that help. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-[1272px] px-6 py-16 max-sm:px-3">
      <h1 className="max-w-[28em] headline">This page could not be loaded.</h1>
      <p className="mt-2 max-w-[68ch] text-muted">
        Only this page is affected; the clusters are still observed. Try again. If it fails again, the server’s log has the cause
        {error.digest ? ` under ${error.digest}` : ''}.
      </p>
      <p className="mt-5 flex flex-wrap gap-3">
        <button type="button" onClick={reset} className="rounded-md bg-ink px-4 py-2 font-semibold text-paper">
          Try again
        </button>
        {/* A full load on purpose: the part of the page that failed may be the one that navigates. */}
        <a href={pagePaths.clusters} className="rounded-md border border-line-strong px-4 py-2 font-semibold">
          All clusters
        </a>
      </p>
    </main>
  )
}
