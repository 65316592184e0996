'use client'
import { useMemo, useState } from 'react'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { CommandLine } from '@/components/ui/command-line'
import { EmptyState } from '@/components/ui/empty-state'
import { StaleWrapper } from '@/components/ui/stale-wrapper'
import { Table } from '@/components/ui/table'
import { useClusters } from '@/lib/client/use-clusters'
import type { ClusterSummary, ClusterState } from '@/lib/model/snapshot'
import { compareSummaries } from '@/lib/model/summarize'
import { toCount } from '@/lib/base/counts'
import { verdictWords } from '@/components/shared/verdict-words'
import { ClusterGroups } from './cluster-groups'
import { clusterColumns } from './cluster-columns'
import { OnlyCluster } from './only-cluster'
import { useKeptFocus } from './use-kept-focus'

/** All clusters, worst first. */
export function ClustersPage({ initial, settingsProblem }: { initial: ClusterSummary[]; settingsProblem: string | null }) {
  const clusters = useClusters(initial)
  const [sought, setSought] = useState('')
  const rows = useMemo(
    () => [...clusters].sort(compareSummaries).filter((one) => one.name.toLowerCase().includes(sought.trim().toLowerCase())),
    [clusters, sought],
  )
  const keptFocus = useKeptFocus<HTMLElement>()
  const [only] = clusters
  return (
    <div className="grid gap-5">
      {settingsProblem === null ? null : <SettingsProblem problem={settingsProblem} />}
      {only === undefined ? (
        <FirstVisit />
      ) : clusters.length === 1 ? (
        <StaleWrapper since={null}>
          <OnlyCluster cluster={only} />
        </StaleWrapper>
      ) : (
        <>
          <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <h1 className="headline">{toHeadline(clusters)}</h1>
            {clusters.length < 10 ? null : (
              <input
                type="search"
                value={sought}
                onChange={(event) => setSought(event.target.value)}
                aria-label="Find a cluster by name"
                placeholder="Find by name"
                className="w-56 rounded-sm border border-line-strong bg-panel px-2.5 py-1 text-sm placeholder:text-faint"
              />
            )}
          </header>
          <section
            aria-label="Clusters"
            {...keptFocus}
            className="rounded-lg border border-line bg-panel px-5 pt-4 pb-2 max-sm:px-4"
            onKeyDown={moveByArrowKeys}
          >
            <StaleWrapper since={null}>
              <Table label="Clusters" columns={clusterColumns} rowCount={rows.length}>
                <ClusterGroups clusters={rows} />
              </Table>
            </StaleWrapper>
          </section>
        </>
      )}
    </div>
  )
}

const stateClauses: Partial<Record<ClusterState, string>> = {
  'no-leader': 'without a leader',
  'jobs-down': 'with all jobs down',
  degraded: 'with jobs down',
}

function toHeadline(clusters: readonly ClusterSummary[]): string {
  const states: ClusterState[] = ['no-leader', 'jobs-down', 'degraded', 'unprotected', 'unknown', 'at-risk']
  const parts = states
    .map((state) => ({ state, count: clusters.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
  if (parts.length === 0) return `All ${toCount(clusters.length, 'cluster')} are protected.`
  const wrong = parts.map(({ state, count }) => `${count} ${stateClauses[state] ?? verdictWords[state].word.toLowerCase()}`).join(', ')
  return `Of ${toCount(clusters.length, 'cluster')}, ${wrong}; ${clusters.filter((one) => one.state === 'protected').length} protected.`
}

function SettingsProblem({ problem }: { problem: string }) {
  return (
    <section aria-label="Settings" className="rounded-md border border-amber bg-amber-wash px-4 py-3 text-sm">
      <p className="font-semibold text-amber-ink">◆ The settings cannot be used</p>
      <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{problem}</p>
    </section>
  )
}

function FirstVisit() {
  return (
    <div>
      <h1 className="mb-4 headline">No cluster is being watched yet.</h1>
      <EmptyState title="Name a Flink installation, or try it on a cluster of its own.">
        <ul className="mt-2 grid gap-2">
          <li>
            One cluster, by its configuration folder: <CommandLine command="FLINK_CONF_DIR=/opt/flink/conf npm start" />
          </li>
          <li>
            Several: name them in <code className="font-mono text-xs">understudy.yaml</code> beside the console.
          </li>
          <li>
            A real cluster to play with: <CommandLine command="npm run demo" />
          </li>
        </ul>
      </EmptyState>
    </div>
  )
}
