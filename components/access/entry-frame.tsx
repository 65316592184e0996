import type { ReactNode } from 'react'
import { Logo } from '@/components/shared/logo'

/** A page for readers who are not signed in yet: one thing to do, under the light. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main id="main" className="mx-auto w-full max-w-[440px] px-6 pt-[12vh] pb-16 max-sm:px-4 max-sm:pt-10">
      <p className="mb-5 flex items-center gap-2 font-semibold">
        <Logo />
        Understudy
      </p>
      <div className="stage rounded-lg border border-line bg-panel px-6 pt-6 pb-7 max-sm:px-4">
        <div className="stage-light" aria-hidden="true" />
        <h1 className="headline">{title}</h1>
        {children}
      </div>
    </main>
  )
}
