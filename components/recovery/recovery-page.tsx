'use client'
import { useDeferredValue } from 'react'
import { toCount } from '@/lib/base/counts'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { staleSince } from '@/components/shared/provenance'
import { SourceNotices } from '@/components/shared/source-notices'
import { useCluster } from '@/lib/client/use-cluster'
import { findFlinkUi } from '@/lib/model/flink-ui'
import type { ClusterSnapshot, Recovery, RecoveryJob } from '@/lib/model/snapshot'
import { Backups } from './backups'
import { Dangling, JobResults } from './leftovers'
import { NoJobs } from './no-jobs'
import { RecoveryTable } from './recovery-table'

/** All that a new leader would find, job by job and file by file. @param job the one to open */
export function RecoveryPage({ initial, job }: { initial: ClusterSnapshot; job: string | null }) {
  const snapshot = useCluster(initial.cluster.id, initial)
  const recovery = useDeferredValue(snapshot.recovery)
  const stale = staleSince(snapshot, 'zookeeper')
  const { haStorage } = snapshot.sources
  const unlisted = haStorage.state === 'live' ? null : (haStorage.detail ?? 'the storage directory was not listed yet')
  return (
    <div className="grid gap-5">
      <header>
        <h1 className="headline">{toHeadline(recovery)}</h1>
        <p className="mt-1 text-muted [overflow-wrap:anywhere]">
          {recovery.storageDir === null ? (
            'No storage directory is configured.'
          ) : (
            <>
              Stored in <span className="font-mono text-sm">{recovery.storageDir}</span>
            </>
          )}
        </p>
      </header>
      <SourceNotices sources={snapshot.sources} />
      <Panel title="Jobs" aside="State the next leader recovers" staleSince={stale}>
        {recovery.jobs.length > 0 ? (
          <RecoveryTable
            key={job}
            jobs={recovery.jobs}
            initial={initial}
            first={job}
            webUi={findFlinkUi(snapshot)}
            version={snapshot.cluster.flinkVersion}
          />
        ) : recovery.provenance.known ? (
          <NoJobs />
        ) : (
          <EmptyState title="What could be recovered is not known.">{recovery.provenance.reason}</EmptyState>
        )}
      </Panel>
      <Dangling snapshot={snapshot} unlisted={unlisted} staleSince={staleSince(snapshot, 'haStorage')} />
      <Backups snapshot={snapshot} />
      <JobResults jobResults={recovery.jobResults} unlisted={unlisted} />
    </div>
  )
}

function toHeadline({ jobs, provenance }: Recovery): string {
  if (jobs.length === 0 && !provenance.known) return 'What could be recovered is not known.'
  if (jobs.length === 0) return 'No job is registered for recovery.'
  const count = (verdict: RecoveryJob['verdict']) => jobs.filter((job) => job.verdict === verdict).length
  const good = count('recoverable')
  const total = jobs.length - count('not-run')
  const rest = [
    count('broken') > 0 ? `${count('broken')} would fail` : null,
    count('skipped') > 0 ? `${count('skipped')} would be skipped` : null,
    count('state-lost') > 0 ? `${count('state-lost')} would lose ${count('state-lost') === 1 ? 'its' : 'their'} state` : null,
    count('unknown') > 0 ? `${count('unknown')} not proven` : null,
    count('no-checkpoint-yet') > 0 ? `${count('no-checkpoint-yet')} without a checkpoint yet` : null,
    count('not-run') > 0 ? `${toCount(count('not-run'), 'job')} that the leader does not run would start again` : null,
  ].filter((part) => part !== null)
  return `${good} of ${toCount(total, 'job')} would resume from a checkpoint${rest.length === 0 ? '' : `; ${rest.join(', ')}`}.`
}
