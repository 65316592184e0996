import type { ReactNode } from 'react'
import { HeldBackNote } from '@/components/access/held-back-note'
import { ProofDialog } from '@/components/access/proof-dialog'
import { isExposed } from '@/lib/access/is-exposed'
import { findReader } from '@/lib/access/reader'
import { ExposureNote } from './exposure-note'
import type { ClusterState } from '@/lib/model/snapshot'
import { readTheme } from './read-theme'
import { ActorProvider } from './reader'
import { TopBar, type FleetOfPage } from './top-bar'

/** The bar on top and the space for a page under it. It decides nothing: each page authorizes its reader itself. */
export async function PageFrame({
  cluster,
  fleet,
  live = true,
  children,
}: {
  cluster?: { id: string; name: string; state: ClusterState }
  fleet?: FleetOfPage
  live?: boolean
  children: ReactNode
}) {
  const signedIn = await findReader()
  const actor = signedIn?.actor ?? null
  const reader = actor && { name: actor.name, role: actor.role }
  return (
    <ActorProvider actor={actor}>
      <ExposureNote isExposed={await isExposed()} />
      <HeldBackNote isHeldBack={signedIn?.isHeldBack ?? false} />
      <TopBar
        theme={await readTheme()}
        cluster={reader === null ? undefined : cluster}
        fleet={reader === null ? undefined : fleet}
        live={live}
        reader={reader}
      />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[1272px] px-6 pt-6 pb-16 outline-none max-sm:px-3">
        {children}
      </main>
      {actor === null ? null : <ProofDialog />}
    </ActorProvider>
  )
}
