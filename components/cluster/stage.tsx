'use client'
import { memo, useEffect, useRef, type ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import { StaleWrapper } from '@/components/ui/stale-wrapper'
import { QuorumStrip } from '@/components/quorum/quorum-strip'
import { useConnectionState } from '@/lib/client/use-connection'
import type { JobManager, Leader, Quorum, Stranger, Takeover, VerdictLevel } from '@/lib/model/snapshot'
import { DownMasters } from './down-masters'
import { LeaderCard } from './leader-card'
import { NoLeaderCard } from './no-leader-card'
import { StandbyCard } from './standby-card'
import { StrangerCard } from './stranger-card'

interface StageProps {
  leader: Leader | null
  level: VerdictLevel
  takeover: Takeover
  /** The operation that took the lead away on purpose; null: none did. */
  doing: string | null
  jobManagers: JobManager[]
  strangers: Stranger[]
  quorum: Quorum
  staleSince: string | null
  webUi: string | null
  /** null: of the past. */
  clusterId: string | null
}

/** Who leads stands in the light, who waits stands in the wings in line, the quorum carries them. */
export const Stage = memo(function Stage({
  leader,
  level,
  takeover,
  doing,
  jobManagers,
  strangers,
  quorum,
  staleSince,
  webUi,
  clusterId,
}: StageProps) {
  // What nobody hears any more stands in no light.
  const heard = useConnectionState() !== 'stale' && staleSince === null
  const lit = heard && leader?.process === 'running' && level !== 'no-leader'
  const own = leader === null ? null : (jobManagers.find((one) => one.master === leader.master) ?? null)
  return (
    <section aria-label="Stage" className="stage rounded-lg border border-line bg-panel px-5 pt-4 pb-5 max-sm:px-4">
      {lit ? <Light key={leader.leaderSessionId} /> : null}
      <StaleWrapper since={staleSince}>
        <div className="grid gap-x-5 gap-y-5 lg:grid-cols-[minmax(0,9fr)_minmax(0,16fr)]">
          <div>
            <WingTitle title="Leader" />
            {leader === null ? (
              <NoLeaderCard level={level} hasQuorum={quorum.members.length > 0} />
            ) : (
              <LeaderCard
                leader={leader}
                jobManager={own}
                expected={takeover.expectedBetween}
                doing={doing}
                webUi={webUi}
                clusterId={clusterId}
              />
            )}
          </div>
          <Wings
            others={jobManagers.filter((one) => one !== own)}
            strangers={strangers}
            quorum={quorum}
            isKnown={level !== 'unknown'}
            clusterId={clusterId}
          />
        </div>
      </StaleWrapper>
    </section>
  )
})

interface WingsProps {
  others: JobManager[]
  strangers: Stranger[]
  quorum: Quorum
  isKnown: boolean
  clusterId: string | null
}

function Wings({ others, strangers, quorum, isKnown, clusterId }: WingsProps) {
  const waiting = others.filter(
    (one) => one.role === 'standby' || one.role === 'joining' || one.role === 'unknown' || one.role === 'leader',
  )
  const line = [
    ...waiting.map((one) => ({ key: one.master, place: one.inLine, card: <StandbyCard jobManager={one} /> })),
    ...strangers.map((one) => ({ key: one.znode, place: one.inLine, card: <StrangerCard stranger={one} /> })),
  ].sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity))
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div>
        <WingTitle title="Standbys" aside={line.length > 1 ? 'next in line first' : null} />
        {line.length > 0 ? (
          <ul
            className={classNames('grid gap-3 sm:grid-cols-[repeat(auto-fit,minmax(230px,1fr))]', line.length === 1 && 'sm:max-w-[440px]')}
          >
            {line.map(({ key, card }) => (
              <li key={key} className="grid">
                {card}
              </li>
            ))}
          </ul>
        ) : (
          <EmptyWings isKnown={isKnown} />
        )}
      </div>
      <DownMasters jobManagers={others.filter((one) => one.role === 'down' || one.role === 'unreachable')} clusterId={clusterId} />
      <QuorumStrip quorum={quorum} />
    </div>
  )
}

function EmptyWings({ isKnown }: { isKnown: boolean }) {
  return (
    <p className="rounded-md border border-dashed border-line-strong bg-panel px-4 py-3.5 text-sm text-muted">
      {isKnown ? 'No standby. If the leader fails, a JobManager has to be started by hand.' : 'Not known: no standby is proven.'}
    </p>
  )
}

function WingTitle({ title, aside = null }: { title: string; aside?: ReactNode }) {
  return (
    <h2 className="mb-2 text-xs text-muted">
      {title}
      {aside === null ? null : <span className="ml-2 text-faint">{aside}</span>}
    </h2>
  )
}

/** The light of one term. It moves in when the lead changed on an open page, and is simply there at first. */
function Light() {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (element.current && performance.now() > 5_000) element.current.dataset.travels = 'true'
  }, [])
  return <div ref={element} aria-hidden="true" className="stage-light" />
}
