import type { ReactNode } from 'react'

/** An empty list or page: why it is empty, and what to do. Never a blank. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-md border border-dashed border-line-strong px-4 py-5 text-sm">
      <p className="font-medium">{title}</p>
      {children ? <div className="mt-1 max-w-[68ch] text-muted">{children}</div> : null}
    </div>
  )
}
