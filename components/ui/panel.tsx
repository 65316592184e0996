import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { StaleWrapper } from './stale-wrapper'

interface PanelProps {
  title: string
  /** One line under the title: what it is, how fresh. */
  aside?: ReactNode
  /** Right of the title. */
  corner?: ReactNode
  /** Since when the panel shows old data (ISO); null or absent: it is fresh. */
  staleSince?: string | null
  className?: string
  children: ReactNode
}

/** A part of a page: a thin border, a title, and its content. */
export function Panel({ title, aside, corner, staleSince = null, className, children }: PanelProps) {
  const id = `panel-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
  return (
    <section
      aria-labelledby={id}
      className={classNames('min-w-0 rounded-lg border border-line bg-panel px-5 pt-4 pb-5 max-sm:px-4', className)}
    >
      <header className="mb-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
        <div className="min-w-0">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          {aside ? <div className="text-sm text-muted">{aside}</div> : null}
        </div>
        {corner}
      </header>
      <StaleWrapper since={staleSince}>{children}</StaleWrapper>
    </section>
  )
}
