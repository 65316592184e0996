'use client'
import { memo, useContext, useEffect, useRef, useState } from 'react'
import { toPlural } from '@/components/ui/amount-text'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { classNames } from '@/components/ui/class-names'
import { toClockText } from '@/components/ui/clock-text'
import { toDurationText } from '@/components/ui/duration-text'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { ReaderZone, useNow } from '@/lib/client/use-now'
import type { Lane, Role } from '@/lib/model/snapshot'
import { LanesTable } from './lanes-table'
import { deriveBars, deriveLaneFigures, deriveLaneScale, type LaneBar, type LaneScale } from './lane-scale'
import { roleWords } from './process-words'

const fills: Record<Role, string> = {
  leader: 'bg-gold', standby: 'bg-wings', joining: 'bg-wings opacity-55', down: 'border border-dashed border-line-strong', unreachable: 'border border-dashed border-line-strong', unknown: 'dotted',
}

/** Who led when, one lane a master. Arrow keys walk along the bars; a table says the same. */
export const LeadershipLanes = memo(function LeadershipLanes({ lanes, staleSince }: { lanes: Lane[]; staleSince: string | null }) {
  const now = useNow()
  const zone = useContext(ReaderZone)
  const [asTable, setAsTable] = useState(false)
  const scale = deriveLaneScale(lanes, now)
  if (lanes.every((lane) => lane.spans.length === 0)) return <Panel title="Leadership"><EmptyState title="Nothing has been observed yet.">Lanes begin when the first leader or standby is seen.</EmptyState></Panel>
  const { changes, leaderlessMs } = deriveLaneFigures(lanes, scale)
  const wholeDay = scale.to - scale.from > 23.9 * 3_600_000
  return (
    <Panel
      title={wholeDay ? 'Leadership, last 24 hours' : 'Leadership'}
      aside={<>{wholeDay ? '' : `since ${toClockText(new Date(scale.from).toISOString(), zone, false)} · `}{toPlural(changes, 'change')}{leaderlessMs >= 1_000 ? ` · leaderless ${toDurationText(leaderlessMs)} in all` : ''}</>}
      corner={<button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)} className="link text-sm text-muted">{asTable ? 'Show lanes' : 'Show as table'}</button>}
      staleSince={staleSince}
    >
      {asTable ? <LanesTable lanes={lanes} scale={scale} /> : <Lanes lanes={lanes} scale={scale} zone={zone} />}
    </Panel>
  )
})

function Lanes({ lanes, scale, zone }: { lanes: Lane[]; scale: LaneScale; zone: string }) {
  const box = useRef<HTMLDivElement>(null)
  // Where lanes do not fit, what happened last is in sight first.
  useEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth
  }, [])
  return (
    <div>
      <div ref={box} className="overflow-x-auto" tabIndex={0} role="group" aria-label="Leadership lanes" onKeyDown={(event) => moveByArrowKeys(event, true)}>
        <div className="grid min-w-[560px] grid-cols-[minmax(90px,max-content)_minmax(0,1fr)] items-center gap-x-5 gap-y-2">
          {lanes.map((lane, index) => <LaneRow key={lane.master} lane={lane} scale={scale} zone={zone} first={index === 0} />)}
          <span />
          <Axis scale={scale} zone={zone} />
        </div>
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
        {(['leader', 'standby', 'down', 'unknown'] as const).map((role) => (
          <li key={role} className="flex items-center gap-1.5"><span aria-hidden="true" className={classNames('inline-block h-2.5 w-5 rounded-[3px]', fills[role])} />{roleWords[role].word.toLowerCase()}</li>
        ))}
        <li className="flex items-center gap-1.5"><span aria-hidden="true" className="inline-block h-3 w-0.5 bg-red" />failure</li>
      </ul>
    </div>
  )
}

function LaneRow({ lane, scale, zone, first }: { lane: Lane; scale: LaneScale; zone: string; first: boolean }) {
  const bars = deriveBars(lane, scale)
  return (
    <>
      <span className="sticky left-0 z-10 bg-panel pr-2 font-mono text-xs">{lane.master}</span>
      <ul aria-label={lane.master} className="relative h-4 rounded-sm">
        {bars.map((bar, index) => <Bar key={bar.from} bar={bar} zone={zone} master={lane.master} stops={first && index === bars.length - 1} />)}
      </ul>
    </>
  )
}

function Bar({ bar, zone, master, stops }: { bar: LaneBar; zone: string; master: string; stops: boolean }) {
  const clock = (at: number) => toClockText(new Date(at).toISOString(), zone)
  const words = `${master} · ${roleWords[bar.role].word.toLowerCase()}\n${clock(bar.from)} to ${bar.open ? 'now' : clock(bar.to)} · ${toDurationText(bar.to - bar.from)}${bar.failed ? '\nended by a failure' : ''}`
  return (
    <li data-arrow tabIndex={stops ? 0 : -1} data-tip={words} aria-label={words.replaceAll('\n', ', ')} className="absolute inset-y-0" style={{ left: `${bar.left}%`, width: `max(2px, calc(${bar.width}% - 1px))` }}>
      <span aria-hidden="true" className={classNames('block h-full rounded-[4px]', fills[bar.role])} />
      {bar.failed ? <span aria-hidden="true" className="absolute -inset-y-[3px] -right-px w-0.5 bg-red" /> : null}
    </li>
  )
}

function Axis({ scale, zone }: { scale: LaneScale; zone: string }) {
  return (
    <div aria-hidden="true" className="relative h-4 text-xs text-muted">
      {scale.ticks.map((at) => {
        const left = ((at - scale.from) / (scale.to - scale.from)) * 100
        return <span key={at} className="absolute" style={{ left: `${left}%`, transform: left < 3 ? 'none' : 'translateX(-50%)' }}>{toClockText(new Date(at).toISOString(), zone, false)}</span>
      })}
      <span className="absolute right-0">now</span>
    </div>
  )
}
