'use client'
import { memo } from 'react'
import { toDurationText } from '@/lib/base/durations'
import { EmptyState } from '@/components/ui/empty-state'
import { ShortId } from '@/components/ui/short-id'
import { Cell, Table, type Column } from '@/components/ui/table'
import { processWords, toPlaceWords } from '@/components/shared/process-words'
import { toTip } from '@/components/shared/provenance'
import { toFullSentence } from '@/components/ui/words'
import { contenderProofs } from '@/lib/model/contender-proof'
import type { ClusterSnapshot, ProcessState } from '@/lib/model/snapshot'
import { deriveSessions, type HeldSession } from './derive-sessions'

const columns: Column[] = [
  { head: 'Session', width: '18%' },
  { head: 'Held by', width: '22%' },
  { head: 'Place', width: '14%' },
  { head: 'Known by', width: '20%' },
  { head: 'Connected to' },
  { head: 'Timeout', align: 'end', width: '8%' },
]

type SessionParts = Pick<ClusterSnapshot, 'leader' | 'jobManagers' | 'strangers'> & {
  /** The election was read; without that nothing is claimed of it. */
  isRead: boolean
}

/** The sessions of the election, each with the process that holds it and the proof of that. */
export const Sessions = memo(function Sessions(parts: SessionParts) {
  const sessions = deriveSessions(parts)
  if (sessions.length === 0)
    return parts.isRead ? (
      <EmptyState title="No session takes part in the election.">No JobManager contends.</EmptyState>
    ) : (
      <EmptyState title="Not known.">The election could not be read.</EmptyState>
    )
  return (
    <Table label="Sessions and the processes that hold them" columns={columns} rowCount={sessions.length}>
      <tbody role="rowgroup">
        {sessions.map((session) => (
          <SessionRow key={session.zkSessionId} session={session} leader={parts.leader} />
        ))}
      </tbody>
    </Table>
  )
})

function SessionRow({ session, leader }: { session: HeldSession; leader: ClusterSnapshot['leader'] }) {
  const { zkSessionId, jobManager, stranger } = session
  return (
    <tr role="row" data-row data-session={zkSessionId}>
      <Cell head="Session" lead>
        <ShortId id={zkSessionId} head={12} tail={6} />
      </Cell>
      <Cell head="Held by">
        {jobManager === null ? (
          <span className="text-amber-ink">{stranger === null ? 'not known' : 'an unknown process'}</span>
        ) : (
          <>
            <span className="font-mono text-xs" {...toTip(jobManager.provenance)}>
              {jobManager.master}
            </span>
            {jobManager.process === null ? null : <span className="text-muted"> pid {jobManager.process.pid}</span>}
          </>
        )}
      </Cell>
      <Cell head="Place">
        <Place session={session} process={leader?.process ?? 'unknown'} />
      </Cell>
      <Cell head="Known by">
        {jobManager?.proof ? (
          <span data-tip={toFullSentence(jobManager.roleDetail)} tabIndex={0}>
            {contenderProofs[jobManager.proof].words}
          </span>
        ) : (
          <span className="text-muted">{stranger === null ? 'no proof' : toFullSentence(stranger.detail)}</span>
        )}
      </Cell>
      <Cell head="Connected to">
        {jobManager?.zkMember ? (
          <span className="font-mono text-xs">{jobManager.zkMember}</span>
        ) : (
          <span className="text-muted">not known</span>
        )}
      </Cell>
      <Cell head="Timeout" align="end">
        {jobManager?.sessionTimeoutMs ? toDurationText(jobManager.sessionTimeoutMs) : '–'}
      </Cell>
    </tr>
  )
}

/** ZooKeeper lists a leader until its session ends, also when its process is long gone. */
function Place({ session: { isListed, inLine }, process }: { session: HeldSession; process: ProcessState }) {
  if (isListed && process === 'running') return <span className="font-medium text-gold-ink">● leads</span>
  if (isListed) return <span className="text-red">▲ still listed as leader; process {processWords[process].word}</span>
  if (inLine === null) return <span className="text-muted">not known</span>
  return <>{toPlaceWords(inLine)}</>
}
