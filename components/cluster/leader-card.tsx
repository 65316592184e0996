'use client'
import { memo } from 'react'
import { Fact, Facts } from '@/components/ui/facts'
import { toDurationText } from '@/lib/base/durations'
import { OutsideLink } from '@/components/ui/outside-link'
import { ShortId } from '@/components/ui/short-id'
import { Since, TimeOfDay } from '@/components/ui/time'
import { classNames } from '@/components/ui/class-names'
import type { JobManager, Leader, ProcessState, Takeover } from '@/lib/model/snapshot'
import { LastLogLines } from './last-log-lines'
import { processWords, toShortRpcAddress } from '@/components/shared/process-words'
import { toTip } from '@/components/shared/provenance'

const frames: Record<ProcessState, { frame: string; word: string; className: string }> = {
  running: { frame: 'lit', word: 'Leader', className: 'text-gold-ink' },
  unknown: { frame: 'lit border-dashed', word: 'Leader, process not seen', className: 'text-gold-ink' },
  frozen: { frame: 'border border-dashed border-amber', word: 'Leader, frozen', className: 'text-amber-ink' },
  gone: { frame: 'border border-dashed border-red', word: 'Was leader, process exited', className: 'text-red' },
}

/** An operation of this console ended it: no failure. */
const ended = { frame: 'border border-dashed border-line-strong', word: frames.gone.word, className: 'text-muted' }

interface LeaderCardProps {
  leader: Leader
  jobManager: JobManager | null
  /** When the session of a dead leader should end. */
  expected: Takeover['expectedBetween']
  /** The operation that ends it on purpose; null: none does. */
  doing: string | null
  /** Of Flink's web UI there; null: none is known. */
  webUi: string | null
  /** For the log of a process that is gone; null: of the past, of which no log is read. */
  clusterId: string | null
}

/** Who leads, in the light; and what is left of it when its process is gone. */
export const LeaderCard = memo(function LeaderCard({ leader, jobManager, expected, doing, webUi, clusterId }: LeaderCardProps) {
  const { frame, word, className } = leader.process === 'gone' && doing !== null ? ended : frames[leader.process]
  return (
    <article
      data-master={leader.master ?? ''}
      data-role="leader"
      data-process={leader.process}
      data-leader-session={leader.leaderSessionId}
      className={classNames('rounded-md px-4 pt-3.5 pb-4', frame)}
    >
      <p className={classNames('text-sm font-semibold', className)}>
        {word}
        {doing === null ? null : <span className="font-normal">, during {doing}</span>}
        {leader.process === 'running' ? (
          <>
            {' '}
            · <Since at={leader.since} />
          </>
        ) : null}
      </p>
      <h3 className="mb-3 font-mono text-[20px] leading-7 font-semibold [overflow-wrap:anywhere]">
        <span {...toTip(leader.provenance, leader.master === null ? 'Matches no line of conf/masters' : undefined)}>
          {leader.master ?? toShortRpcAddress(leader.rpcAddress)}
        </span>
      </h3>
      <LeaderFacts leader={leader} jobManager={jobManager} expected={expected} doing={doing} />
      {leader.process === 'gone' && leader.master !== null && clusterId !== null ? (
        <div className="mt-2">
          <LastLogLines clusterId={clusterId} master={leader.master} endedAt={leader.processSince} />
        </div>
      ) : webUi === null || leader.process === 'gone' ? null : (
        <p className="mt-3 text-sm">
          <OutsideLink href={webUi}>Flink UI</OutsideLink>
        </p>
      )}
    </article>
  )
})

function LeaderFacts({ leader, jobManager, expected, doing }: Omit<LeaderCardProps, 'webUi' | 'clusterId'>) {
  const timeout = jobManager?.sessionTimeoutMs ?? null
  const member = jobManager?.zkMember ?? null
  const { word, className } = processWords[leader.process]
  const process = { word, className: doing === null ? className : 'text-muted' }
  const dead = leader.process === 'gone' || leader.process === 'frozen'
  return (
    <Facts>
      <Fact name="Leader session">
        <ShortId id={leader.leaderSessionId} />
      </Fact>
      <Fact name="RPC">
        <span className="font-mono text-xs" data-tip={leader.rpcAddress} tabIndex={0}>
          {toShortRpcAddress(leader.rpcAddress)}
        </span>
      </Fact>
      <Fact name="ZooKeeper session">
        <ShortId id={leader.zkSessionId} head={6} />
        {timeout === null ? null : <span className="font-mono text-xs whitespace-nowrap"> · {toDurationText(timeout)}</span>}
      </Fact>
      {dead && expected !== null ? (
        <Fact name="Session ends">
          <span className="text-amber-ink">
            between <TimeOfDay at={expected.earliest} /> and <TimeOfDay at={expected.latest} />
          </span>
        </Fact>
      ) : null}
      <Fact name="Connected to member">
        {member === null ? <span className="text-muted">not known</span> : <span className="font-mono text-xs">{member}</span>}
      </Fact>
      <Fact name="Process">
        <span className={process.className} data-tip={leader.processDetail} tabIndex={0}>
          {process.word}
          {leader.process === 'running' && jobManager?.process ? ` · pid ${jobManager.process.pid}` : null}
        </span>
        {leader.process !== 'running' && leader.processSince !== null ? (
          <span className={process.className}>
            {' '}
            since <TimeOfDay at={leader.processSince} />
          </span>
        ) : null}
      </Fact>
    </Facts>
  )
}
