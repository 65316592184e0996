'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { EmergencyBanner } from '@/components/operations/emergency-banner'
import { EmergencyStopButton } from '@/components/operations/emergency-stop'
import { classNames } from '@/components/ui/class-names'
import type { Theme } from '@/lib/client/theme'
import type { SignedInUser } from '@/lib/model/access-views'
import type { ClusterState } from '@/lib/model/snapshot'
import type { WorstCluster } from '@/lib/model/summarize'
import { AccountMenu } from './account-menu'
import { ConnectionMark } from './connection-mark'
import { KeyboardHelp } from './keyboard-help'
import { Logo } from '@/components/shared/logo'
import { PaletteButton, usePalette } from './palette'
import { SessionWatch } from './session-watch'
import { ClusterStatePill } from './cluster-state-pill'
import { FleetStatePill, PolledFleetStatePill } from './fleet-state-pill'
import { ThemeToggle } from './theme-toggle'
import { ZoneToggle } from './zone-toggle'

/** What a page that belongs to no cluster shows of all of them. `isStreamed`: its connection is that of all clusters. */
export interface FleetOfPage {
  worst: WorstCluster | null
  isStreamed: boolean
}

interface TopBarProps {
  theme: Theme
  cluster?: { id: string; name: string; state: ClusterState }
  fleet?: FleetOfPage
  /** The live connection updates the page under it. A page that does not update has a connection too, which reports the emergency stop. */
  live: boolean
  /** The reader; null on a public page. */
  reader: SignedInUser | null
}

/** Where the reader is, where they can go, and whether the page is live. */
export function TopBar({ theme, cluster, fleet, live, reader }: TopBarProps) {
  const palette = usePalette()
  const isPast = useSearchParams().has('at') && cluster !== undefined
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-panel">
      <a href="#main" className="sr-only rounded-sm bg-ink px-3 py-2 text-paper focus:not-sr-only focus:absolute focus:z-30 focus:m-2">
        Skip to content
      </a>
      <div className="flex min-h-[54px] flex-wrap items-center gap-x-5 gap-y-0 px-7 max-md:gap-x-3 max-md:px-4">
        <Link href={pagePaths.clusters} className="flex items-center gap-2 py-3.5 font-semibold">
          <Logo />
          <span className={cluster === undefined ? '' : 'max-md:sr-only'}>Understudy</span>
        </Link>
        {cluster === undefined ? null : (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={palette.show}
            aria-label={`Cluster ${cluster.name}. Switch`}
            className="max-w-[40vw] truncate rounded-md border border-line px-3 py-1 font-semibold hover:border-line-strong"
          >
            <bdi>{cluster.name}</bdi>{' '}
            <span aria-hidden="true" className="font-normal text-faint">
              ▾
            </span>
          </button>
        )}
        {cluster !== undefined ? (
          <ClusterStatePill id={cluster.id} initial={cluster.state} />
        ) : reader === null || fleet === undefined ? null : fleet.isStreamed ? (
          <FleetStatePill initial={fleet.worst} />
        ) : (
          <PolledFleetStatePill initial={fleet.worst} />
        )}
        {cluster === undefined ? <ConsoleNav /> : <ClusterNav id={cluster.id} />}
        <div className="ml-auto flex items-center gap-2 py-2.5 print:hidden">
          {!live ? null : isPast ? <PastMark /> : <ConnectionMark />}
          {reader === null ? null : <SessionWatch />}
          {reader === null ? null : <EmergencyStopButton />}
          {reader === null ? null : <PaletteButton onClick={palette.show} />}
          <ZoneToggle className="rounded-sm px-1.5 py-1 text-xs whitespace-nowrap text-muted hover:bg-raised hover:text-ink max-lg:hidden" />
          <ThemeToggle initial={theme} />
          {reader === null ? null : <AccountMenu reader={reader} />}
        </div>
      </div>
      {reader === null ? null : <EmergencyBanner />}
      {palette.element}
      <KeyboardHelp />
    </header>
  )
}

const pages = [
  { path: '', word: 'Overview' },
  { path: '/recovery', word: 'Recovery' },
  { path: '/configuration', word: 'Configuration' },
  { path: '/zookeeper', word: 'ZooKeeper' },
  { path: '/operations', word: 'Operations' },
  { path: pagePaths.activity, word: 'Activity' },
] as const

function ClusterNav({ id }: { id: string }) {
  const here = usePathname()
  const base = pagePaths.cluster(id)
  const nav = useRef<HTMLElement>(null)
  // On a narrow screen the row scrolls: the current page has to be in sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [here])
  return (
    <nav
      ref={nav}
      aria-label="Cluster"
      className="flex gap-1 print:hidden max-md:order-last max-md:-mx-4 max-md:w-[calc(100%+32px)] max-md:gap-0 max-md:overflow-x-auto max-md:px-2 max-md:pb-2 max-md:text-sm max-md:[scrollbar-width:none]"
    >
      {pages.map(({ path, word }) => {
        const current = here === base + path || (path !== '' && here.startsWith(`${base + path}/`))
        return (
          <Link
            key={word}
            href={base + path}
            aria-current={current ? 'page' : undefined}
            className={classNames(
              'rounded-md px-2.5 py-1 max-md:flex-none max-sm:px-2',
              current ? 'bg-raised font-semibold' : 'text-muted hover:text-ink',
            )}
          >
            {word}
          </Link>
        )
      })}
    </nav>
  )
}

const consolePages = [
  { path: '/', word: 'Clusters' },
  { path: pagePaths.activity, word: 'Activity' },
] as const

/** The pages that belong to no single cluster. */
function ConsoleNav() {
  const here = usePathname()
  return (
    <nav aria-label="Console" className="flex gap-1 print:hidden max-md:gap-0 max-md:text-sm">
      {consolePages.map(({ path, word }) => (
        <Link
          key={path}
          href={path}
          aria-current={here === path ? 'page' : undefined}
          className={classNames(
            'rounded-md px-2.5 py-1 max-sm:px-2',
            here === path ? 'bg-raised font-semibold' : 'text-muted hover:text-ink',
          )}
        >
          {word}
        </Link>
      ))}
    </nav>
  )
}

/** A page of the past is not live, and this stays in sight wherever the reader scrolls. */
function PastMark() {
  return (
    <span className="rounded-full bg-wings px-2.5 py-0.5 text-sm font-semibold whitespace-nowrap text-ink">
      <span aria-hidden="true">◷ </span>past
    </span>
  )
}
