import type { ReactNode } from 'react'
import { classNames } from './class-names'

/** Names left, values right: the properties of one thing. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={classNames('grid gap-y-1 text-sm', className)}>{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="flex-none text-muted">{name}</dt>
      <dd className="min-w-0 text-right [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}
