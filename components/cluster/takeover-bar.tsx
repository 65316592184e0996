'use client'
import { memo } from 'react'
import { classNames } from '@/components/ui/class-names'
import { TimeOfDay } from '@/components/ui/time'
import { minuteMs, toDurationText } from '@/lib/base/durations'
import { useFastNow, useNow } from '@/lib/client/use-now'
import { findLeaderlessMs } from '@/lib/model/outage'
import { wasSeenTogether } from '@/lib/base/seen-together'
import type { Takeover, TakeoverPhase } from '@/lib/model/snapshot'
import { TakeoverTrack } from './takeover-track'
import { deriveEnd, phasesAhead, toPhaseTime, toPhaseWords } from './takeover-phases'

/** A takeover that is over stays visible for so long. */
const keptMs = 15 * 60_000

/**
 * The takeover under way, or the last one while it is news: the predicted window, and the phases filling in. Before it, the prediction
 * alone, so that an alarm moves nothing.
 */
export const TakeoverBar = memo(function TakeoverBar({ takeover, newLeader, isFrozen, doing }: Omit<Timed, 'startedAt'>) {
  const startedAt = takeover.startedAt === null ? null : Date.parse(takeover.startedAt)
  const endedAt = deriveEnd(takeover)
  if (startedAt === null) return <PredictedTakeover takeover={takeover} />
  return endedAt === null ? (
    <RunningTakeover takeover={takeover} startedAt={startedAt} newLeader={newLeader} isFrozen={isFrozen} doing={doing} />
  ) : (
    <PastTakeover takeover={takeover} startedAt={startedAt} endedAt={endedAt} newLeader={newLeader} isFrozen={isFrozen} doing={doing} />
  )
})

interface Timed {
  takeover: Takeover
  startedAt: number
  newLeader: string | null
  /** The leader's process is stopped or does not answer: it does not end by itself. */
  isFrozen: boolean
  /** The operation that took the lead away on purpose; null: none did. */
  doing: string | null
}

function RunningTakeover(props: Timed) {
  const elapsedMs = Math.max(0, useFastNow() - props.startedAt)
  return <TakeoverPanel {...props} title="Takeover" elapsedMs={elapsedMs} />
}

function PastTakeover(props: Timed & { endedAt: number }) {
  const now = useNow()
  if (now - props.endedAt > keptMs) return <PredictedTakeover takeover={props.takeover} />
  return <TakeoverPanel {...props} title="Last takeover" elapsedMs={props.endedAt - props.startedAt} />
}

function PredictedTakeover({ takeover }: { takeover: Takeover }) {
  if (takeover.standby === null || takeover.windowMs === null) return null
  return (
    <section aria-label="Predicted takeover" data-takeover="predicted" className={panelLook}>
      <header className="mb-2 text-sm">
        <p className="font-semibold">If the leader fails</p>
      </header>
      <TakeoverTrack takeover={takeover} startedAt={null} elapsedMs={0} />
      <ol className={phasesLook}>
        {phasesAhead.map((one) => (
          <Phase key={one.phase} phase={one} time={null} newLeader={takeover.standby} isMeant={false} />
        ))}
      </ol>
    </section>
  )
}

/** Each phase has its column and a line for its time, so that nothing moves as they are reached. */
const phasesLook = 'mt-3 grid grid-cols-2 gap-x-4 gap-y-1 text-sm sm:grid-cols-4 lg:grid-cols-7'
const panelLook = 'rounded-lg border border-line bg-panel px-5 pt-4 pb-4 max-sm:px-4'

function TakeoverPanel({
  takeover,
  startedAt,
  newLeader,
  isFrozen,
  doing,
  title,
  elapsedMs,
}: Timed & { title: string; elapsedMs: number }) {
  const { phases, since } = takeover
  const leaderlessMs = findLeaderlessMs(takeover)
  return (
    <section aria-label={title} data-takeover={since === null ? 'over' : 'running'} className={panelLook}>
      <header className="mb-2 flex items-baseline justify-between gap-4 text-sm">
        <p className="min-w-0">
          <span className="font-semibold">{title}</span>{' '}
          <span className="text-muted">
            <TimeOfDay at={new Date(startedAt).toISOString()} />
            {leaderlessMs === null || leaderlessMs === 0 ? '' : ` · ${toDurationText(leaderlessMs)} without a leader`}
            {doing === null ? '' : ` · during ${doing}`}
            {waitingFor(isFrozen ? phases.filter(({ phase }) => phase !== 'process-gone') : phases, newLeader)}
          </span>
        </p>
        <p className="min-w-[6ch] flex-none text-right font-mono text-xs">{toElapsedText(elapsedMs)}</p>
      </header>
      <TakeoverTrack takeover={takeover} startedAt={startedAt} elapsedMs={elapsedMs}>
        {phases.some((one) => toPhaseTime(one, phases, startedAt) !== null && wasSeenTogether(one, phases)) ? (
          <span> “By”: seen in one update; reached by then, in an order that is not known.</span>
        ) : null}
      </TakeoverTrack>
      {phases.length === 0 ? null : (
        <ol className={phasesLook}>
          {phases.map((one) => (
            <Phase key={one.phase} phase={one} time={toPhaseTime(one, phases, startedAt)} newLeader={newLeader} isMeant={doing !== null} />
          ))}
        </ol>
      )}
    </section>
  )
}

/** Tenths while they matter, always with the same digits: a clock that ticks. */
function toElapsedText(ms: number): string {
  return ms < 2 * minuteMs ? `${(ms / 1000).toFixed(1)} s` : toDurationText(ms)
}

function Phase({
  phase,
  time,
  newLeader,
  isMeant,
}: {
  phase: TakeoverPhase
  time: string | null
  newLeader: string | null
  isMeant: boolean
}) {
  const reached = phase.at !== null
  const isLoss = phase.phase === 'process-gone' && !isMeant
  const shape = !reached ? '○' : isLoss ? '▲' : '●'
  const tone = !reached ? 'text-faint' : isLoss ? 'text-red' : 'text-green'
  return (
    <li data-phase={phase.phase} data-reached={reached} className={reached ? '' : 'text-muted'}>
      <span aria-hidden="true" className={classNames('mr-1', tone)}>
        {shape}
      </span>
      {toPhaseWords(phase, newLeader)}
      <span className="sr-only">{reached ? '' : ', not yet'}</span>
      <span className="block min-h-[18px] pl-4 font-mono text-xs text-muted">{time}</span>
    </li>
  )
}

function waitingFor(phases: TakeoverPhase[], newLeader: string | null): string {
  // A phase before the last one reached may never be proven, and is not waited for.
  const next = phases[phases.findLastIndex((one) => one.at !== null) + 1]
  return next === undefined ? '' : ` · next: ${toPhaseWords(next, newLeader)}`
}
