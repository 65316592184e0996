import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** The page for an address without content, with where to go instead. */
export function MissingPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="py-10">
      <h1 className="max-w-[28em] headline">{title}</h1>
      <div className="mt-2 max-w-[68ch] text-muted">{children}</div>
      <p className="mt-5">
        <Link href={pagePaths.clusters} className="inline-block rounded-md bg-ink px-4 py-2 font-semibold text-paper">
          All clusters
        </Link>
      </p>
    </div>
  )
}
