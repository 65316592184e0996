import type { ReactNode } from 'react'
import { readActor } from './read-actor'
import { readTheme } from './read-theme'
import { Reader } from './reader'
import { TopBar } from './top-bar'

/** The bar on top and the room for a page under it. */
export async function PageFrame({ cluster, live = true, children }: { cluster?: { id: string; name: string }; live?: boolean; children: ReactNode }) {
  return (
    <Reader actor={await readActor()}>
      <TopBar theme={await readTheme()} cluster={cluster} live={live} />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[1272px] px-6 pt-6 pb-16 outline-none max-sm:px-3">{children}</main>
    </Reader>
  )
}
