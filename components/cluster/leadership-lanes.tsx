'use client'
import { memo, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { toCount } from '@/lib/base/counts'
import { toDurationText } from '@/lib/base/durations'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { classNames } from '@/components/ui/class-names'
import { toLocalMomentText } from '@/components/ui/clock-text'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { ReaderZone, useNow } from '@/lib/client/use-now'
import type { Gap, History, HistoryLane } from '@/lib/model/history'
import type { LaneRole, VerdictLevel } from '@/lib/model/snapshot'
import { levelWords, roleWords } from '@/lib/model/state-words'
import { Axis, LaneRow, roleFills, toLaneClock, verdictFills, VerdictRow, type Drawn } from './lane-rows'
import {
  deriveLaneFigures,
  deriveLaneScale,
  deriveScaleEnd,
  deriveStops,
  findObservedSince,
  rangeMs,
  type LaneScale,
  type RangeName,
} from './lane-scale'
import { LanesTable } from './lanes-table'
import { RangeChoice } from './range-choice'
import { TimeSlider } from './time-slider'

export interface TimeNavigation {
  /** The moment shown, epoch ms; null: now. */
  at: number | null
  previous: number | null
  next: number | null
  onMove: (at: number | null) => void
}

interface LeadershipLanesProps {
  lanes: readonly HistoryLane[]
  history: Pick<History, 'verdicts' | 'gaps' | 'problem'>
  range: RangeName
  onRange: (range: RangeName) => void
  travel: TimeNavigation
  staleSince: string | null
}

const usualLevels = ['protected', 'at-risk', 'unprotected', 'no-leader'] as const

const rangeWords: Record<RangeName, string> = { '24h': 'last 24 hours', '7d': 'last 7 days', '30d': 'last 30 days', '90d': 'last 90 days' }

/** The leader over time, one lane per master, and the cluster's verdict; the slider under them moves through time. */
export const LeadershipLanes = memo(function LeadershipLanes({ lanes, history, range, onRange, travel, staleSince }: LeadershipLanesProps) {
  const now = useNow()
  const zone = useContext(ReaderZone)
  const [asTable, setAsTable] = useState(false)
  const scaleNow = deriveScaleEnd(lanes, history.verdicts, now, rangeMs[range])
  const scale = useMemo(() => deriveLaneScale(lanes, scaleNow, rangeMs[range]), [lanes, scaleNow, range])
  const observedSince = findObservedSince(lanes, scale)
  const gaps = useMemo(() => withUnobserved(history.gaps, scale, observedSince), [history.gaps, scale, observedSince])
  const drawn = useMemo<Drawn>(() => ({ scale, zone, gaps }), [scale, zone, gaps])
  if (lanes.every((lane) => lane.spans.length === 0))
    return (
      <Panel title="Leadership">
        <EmptyState title="Nothing has been observed yet.">Lanes begin when the first leader or standby is seen.</EmptyState>
      </Panel>
    )
  const isWhole = scale.to - scale.from > rangeMs[range] * 0.99
  return (
    <Panel
      title={isWhole ? `Leadership, ${rangeWords[range]}` : 'Leadership'}
      aside={<Aside lanes={lanes} history={history} drawn={drawn} observedSince={isWhole ? null : observedSince} />}
      corner={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <RangeChoice range={range} onRange={onRange} />
          <button
            type="button"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            className="link text-sm text-muted print:hidden"
          >
            {asTable ? 'Show lanes' : 'Show as table'}
          </button>
        </div>
      }
      staleSince={staleSince}
    >
      {asTable ? <LanesTable lanes={lanes} drawn={drawn} /> : <Lanes lanes={lanes} history={history} drawn={drawn} travel={travel} />}
    </Panel>
  )
})

interface AsideProps {
  lanes: readonly HistoryLane[]
  history: Pick<History, 'verdicts' | 'problem'>
  drawn: Drawn
  /** Epoch ms; null: for the whole range. */
  observedSince: number | null
}

function Aside({ lanes, history: { verdicts, problem }, drawn, observedSince }: AsideProps) {
  // The figures are of now, as the headline's: bars move on in steps.
  const to = Math.max(useNow(), drawn.scale.to)
  const { changes, leaderlessMs } = deriveLaneFigures(lanes, verdicts, { ...drawn.scale, to }, drawn.gaps)
  const since = observedSince === null ? '' : `observed since ${toLaneClock(observedSince, drawn)} · `
  return (
    <>
      {since}
      {toCount(changes, 'change')}
      {leaderlessMs >= 1_000 ? ` · ${toDurationText(leaderlessMs)} without a leader` : ''}
      {problem === null ? null : (
        <span className="mt-1 block max-w-[80ch] text-amber-ink">
          <span aria-hidden="true">◆ </span>Nothing is remembered, so this begins with the console’s start. {problem}
        </span>
      )}
    </>
  )
}

interface LanesProps {
  lanes: readonly HistoryLane[]
  history: Pick<History, 'verdicts'>
  drawn: Drawn
  travel: TimeNavigation
}

const Lanes = memo(function Lanes({ lanes, history, drawn, travel }: LanesProps) {
  const box = useRef<HTMLDivElement>(null)
  // Where lanes do not fit, the newest end is in sight first; in the past, the moment shown.
  const share = travel.at === null ? 1 : toShare(travel.at, drawn.scale)
  useEffect(() => {
    if (box.current) box.current.scrollLeft = share * (box.current.scrollWidth - box.current.clientWidth)
  }, [share])
  return (
    <div>
      <div
        ref={box}
        className="overflow-x-auto"
        tabIndex={0}
        role="group"
        aria-label="Leadership lanes"
        onKeyDown={(event) => moveByArrowKeys(event, true)}
      >
        <div
          className="grid min-w-[560px] grid-cols-[minmax(90px,max-content)_minmax(0,1fr)] items-center gap-x-5 gap-y-2"
          style={{ '--lanes-height': `${lanes.length * 24 + (history.verdicts.length > 0 ? 24 : 0) + 28}px` } as React.CSSProperties}
        >
          {history.verdicts.length > 0 ? <VerdictRow verdicts={history.verdicts} drawn={drawn} /> : null}
          {lanes.map((lane, index) => (
            <LaneRow key={lane.master} lane={lane} drawn={drawn} first={index === 0} />
          ))}
          <span />
          <Axis drawn={drawn} />
          <span className="sticky left-0 z-10 bg-panel text-xs text-muted">time</span>
          <TimeSlider
            scale={drawn.scale}
            stops={deriveStops(lanes, drawn.scale)}
            toText={(at) => toLocalMomentText(new Date(at).toISOString(), drawn.zone)}
            {...travel}
          />
        </div>
      </div>
      <Legend lanes={lanes} verdicts={history.verdicts} hasGaps={drawn.gaps.length > 0} />
    </div>
  )
})

/** What lies before the first observation is no time without a leader: it is drawn as what nobody saw. */
function withUnobserved(gaps: readonly Gap[], { from }: LaneScale, observedSince: number | null): readonly Gap[] {
  if (observedSince === null || observedSince - from < 1_000) return gaps
  return [{ from: new Date(from).toISOString(), to: new Date(observedSince).toISOString() }, ...gaps]
}

function toShare(at: number, { from, to }: LaneScale): number {
  return Math.min(1, Math.max(0, (at - from) / (to - from)))
}

const drawnRoles = Object.keys(roleFills) as LaneRole[]
const drawnLevels = Object.keys(verdictFills) as VerdictLevel[]

interface LegendProps {
  lanes: readonly HistoryLane[]
  verdicts: History['verdicts']
  hasGaps: boolean
}

/** Every look that is drawn, and the usual ones. */
function Legend({ lanes, verdicts, hasGaps }: LegendProps) {
  const roles = new Set<LaneRole>(['leader', 'standby', 'down', ...lanes.flatMap(({ spans }) => spans.map(({ role }) => role))])
  const levels = new Set<VerdictLevel>([...usualLevels, ...verdicts.map(({ value }) => value)])
  return (
    <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
      {drawnRoles
        .filter((role) => roles.has(role))
        .map((role) => (
          <li key={role} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={classNames('inline-block h-2.5 w-5 rounded-[3px]', roleFills[role])} />
            {roleWords[role]}
          </li>
        ))}
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="mark-solid inline-block h-3 w-0.5 bg-red" />
        leader lost
      </li>
      {drawnLevels
        .filter((level) => levels.has(level))
        .map((level) => (
          <li key={level} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={classNames('inline-block h-1.5 w-5 rounded-[2px]', verdictFills[level])} />
            {level === 'unknown' ? 'status not known' : levelWords[level]}
          </li>
        ))}
      {hasGaps ? (
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className="inline-block w-5 border-t border-dashed border-faint" />
          no data
        </li>
      ) : null}
    </ul>
  )
}
