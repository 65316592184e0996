'use client'
import { EmptyState } from '@/components/ui/empty-state'
import { Ago } from '@/components/ui/time'
import { toFullSentence } from '@/components/ui/words'
import { staleSince } from '@/components/shared/provenance'
import { useCluster } from '@/lib/client/use-cluster'
import { useConfiguration } from '@/lib/client/use-configuration'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { FilesPanel } from './files-panel'
import { toFindingsHeadline } from './finding-words'
import { FindingsPanel } from './findings-panel'
import { FixesPanel } from './fixes-panel'
import { OptionsPanel } from './options-panel'

/** What Flink reads, what is wrong with it, and how to fix it. */
export function ConfigurationPage({
  initial,
  configuration: first,
}: {
  initial: ClusterSnapshot
  configuration: ConfigurationView | null
}) {
  const snapshot = useCluster(initial.cluster.id, initial)
  const { configuration, problem } = useConfiguration(snapshot.cluster.id, snapshot.doctor.checkedAt, first)
  const stale = staleSince(snapshot, 'configuration')
  if (!configuration) return <NotRead snapshot={snapshot} problem={problem} />
  return (
    <div className="grid gap-5">
      <header>
        <h1 className="headline">{configuration.checkedAt === null ? 'Not checked yet.' : toFindingsHeadline(configuration.counts)}</h1>
        <p className="mt-1 text-muted [overflow-wrap:anywhere]">
          Flink {configuration.flinkVersion}
          {configuration.versionAssumed ? ' (assumed)' : ''}{' '}
          {configuration.file === null ? (
            'would find no file it reads in'
          ) : (
            <>
              reads <span className="font-mono text-sm">{configuration.file}</span> in
            </>
          )}{' '}
          <span className="font-mono text-sm">{configuration.folder}</span>
          {configuration.checkedAt === null ? null : (
            <>
              {' '}
              · findings as of <Ago at={configuration.checkedAt} />
            </>
          )}
        </p>
        {problem === null ? null : <p className="mt-1 text-sm text-amber-ink">◆ {toFullSentence(problem)}</p>}
      </header>
      <FindingsPanel findings={configuration.findings} isChecked={configuration.checkedAt !== null} staleSince={stale} />
      <FixesPanel fixed={configuration.fixed} staleSince={stale} />
      <FilesPanel files={configuration.files} findings={configuration.findings} staleSince={stale} />
      <OptionsPanel groups={configuration.options} version={configuration.flinkVersion} staleSince={stale} />
    </div>
  )
}

function NotRead({ snapshot, problem }: { snapshot: ClusterSnapshot; problem: string | null }) {
  return (
    <div className="grid gap-5">
      <h1 className="headline">The configuration has not been read yet.</h1>
      <EmptyState title={toFullSentence(snapshot.sources.configuration.detail ?? problem ?? 'It is being read')}>
        {snapshot.cluster.confDir === null ? null : (
          <>
            Looked for in <span className="font-mono">{snapshot.cluster.confDir}</span>. It is read as soon as it is available; no restart
            is needed.
          </>
        )}
      </EmptyState>
    </div>
  )
}
