'use client'
import { toCount } from '@/lib/base/counts'
import { dayMs, toDurationText } from '@/lib/base/durations'
import { classNames } from '@/components/ui/class-names'
import { toClockText, toDayText, toLocalMomentText } from '@/components/ui/clock-text'
import type { Gap, HistoryLane, HistorySpan } from '@/lib/model/history'
import type { LaneRole, VerdictLevel } from '@/lib/model/snapshot'
import { useAgeing } from '@/lib/client/use-now'
import { roleWords } from '@/lib/model/state-words'
import { deriveBars, deriveGapBars, deriveVerdictBars, lostWords, type LaneBar, type LaneScale } from './lane-scale'
import { verdictWords } from '@/components/shared/verdict-words'

export const roleFills: Record<LaneRole, string> = {
  leader: 'mark-solid bg-gold',
  standby: 'mark-striped bg-wings',
  joining: 'mark-outline bg-wings opacity-55',
  down: 'border border-dashed border-line-strong',
  frozen: 'border border-dashed border-amber bg-amber-wash',
  unreachable: 'border border-dashed border-line-strong dotted',
  unknown: 'dotted',
}

/** No leader is the strongest; a risk is drawn paler than a failure. */
export const verdictFills: Record<VerdictLevel, string> = {
  protected: 'mark-outline bg-green',
  'at-risk': 'mark-dotted bg-amber',
  unprotected: 'mark-striped bg-red opacity-45',
  'no-leader': 'mark-solid bg-red',
  unknown: 'dotted',
}

export interface Drawn {
  scale: LaneScale
  zone: string
  gaps: readonly Gap[]
}

const toIso = (at: number) => new Date(at).toISOString()

/** With the date where the scale is longer than a day. */
export function toLaneClock(at: number, { scale, zone }: Drawn): string {
  return scale.to - scale.from > dayMs ? toLocalMomentText(toIso(at), zone) : toClockText(toIso(at), zone)
}

export function VerdictRow({ verdicts, drawn }: { verdicts: readonly HistorySpan<VerdictLevel>[]; drawn: Drawn }) {
  return (
    <>
      <span className="sticky left-0 z-10 bg-panel pr-2 text-xs text-muted">verdict</span>
      <ul aria-label="Verdict" className="relative h-2">
        {deriveVerdictBars(verdicts, drawn.scale, drawn.gaps).map((bar) => {
          return (
            <BarBox key={bar.from} bar={bar} drawn={drawn} what={verdictWords[bar.level].word}>
              <span aria-hidden="true" className={classNames('block h-full rounded-[2px]', verdictFills[bar.level])} />
            </BarBox>
          )
        })}
        <GapBars drawn={drawn} />
      </ul>
    </>
  )
}

export function LaneRow({ lane, drawn, first }: { lane: HistoryLane; drawn: Drawn; first: boolean }) {
  const bars = deriveBars(lane, drawn.scale, drawn.gaps)
  return (
    <>
      <span className="sticky left-0 z-10 bg-panel pr-2 font-mono text-xs">{lane.master}</span>
      <ul aria-label={lane.master} className="relative h-4 rounded-sm">
        {bars.map((bar, index) => (
          <Bar key={bar.from} bar={bar} drawn={drawn} master={lane.master} stops={first && index === bars.length - 1} />
        ))}
        <GapBars drawn={drawn} />
      </ul>
    </>
  )
}

function Bar({ bar, drawn, master, stops }: { bar: LaneBar; drawn: Drawn; master: string; stops: boolean }) {
  return (
    <BarBox bar={bar} drawn={drawn} what={`${master} · ${toBarWords(bar)}`} stops={stops} arrow>
      <span aria-hidden="true" className={classNames('block h-full rounded-[4px]', roleFills[bar.role])} />
      {bar.lostTo !== null ? <span aria-hidden="true" className="mark-solid absolute -inset-y-[3px] -right-px w-0.5 bg-red" /> : null}
    </BarBox>
  )
}

/** “leader, until it stopped responding”. */
export function toBarWords({ role, changes, lostTo }: LaneBar): string {
  if (changes > 1) return `${toCount(changes, 'short change')}, mostly ${roleWords[role]}`
  return lostTo === null ? roleWords[role] : `${roleWords[role]}, ${lostWords[lostTo]}`
}

function toBarTimes(bar: { from: number; to: number; open: boolean }, drawn: Drawn): string {
  return `${toLaneClock(bar.from, drawn)} to ${bar.open ? 'now' : toLaneClock(bar.to, drawn)} · ${toDurationText(bar.to - bar.from)}`
}

interface BarBoxProps {
  bar: { left: number; width: number; from: number; to: number; open: boolean }
  drawn: Drawn
  what: string
  arrow?: boolean
  stops?: boolean
  children: React.ReactNode
}

function BarBox(props: BarBoxProps) {
  return props.bar.open ? <OpenBarBox {...props} /> : <TimedBarBox {...props} times={toBarTimes(props.bar, props.drawn)} />
}

/** What still lasts grows with the clock, between the steps in which bars are drawn. */
function OpenBarBox(props: BarBoxProps) {
  const times = useAgeing((now) => toBarTimes({ ...props.bar, to: Math.max(now, props.bar.to) }, props.drawn))
  return <TimedBarBox {...props} times={times} />
}

function TimedBarBox({ bar, what, times, arrow = false, stops = false, children }: BarBoxProps & { times: string }) {
  const words = `${what}\n${times}`
  return (
    <li
      data-arrow={arrow ? '' : undefined}
      tabIndex={stops ? 0 : -1}
      data-tip={words}
      aria-label={words.replaceAll('\n', ', ')}
      className="absolute inset-y-0"
      style={{ left: `${bar.left}%`, width: `max(2px, calc(${bar.width}% - 1px))` }}
    >
      {children}
    </li>
  )
}

/** A broken line: no data. */
function GapBars({ drawn }: { drawn: Drawn }) {
  return deriveGapBars(drawn.gaps, drawn.scale).map((bar) => (
    <BarBox key={`gap ${bar.from}`} bar={bar} drawn={drawn} what="No data">
      <span data-gap="" aria-hidden="true" className="absolute inset-x-0 top-1/2 border-t border-dashed border-faint" />
    </BarBox>
  ))
}

export function Axis({ drawn, ends = 'now' }: { drawn: Drawn; ends?: string }) {
  const { scale, zone } = drawn
  const isLong = scale.to - scale.from > 2 * dayMs
  return (
    <div aria-hidden="true" className="relative h-4 text-xs text-muted">
      {scale.ticks.map((at) => {
        const left = ((at - scale.from) / (scale.to - scale.from)) * 100
        return (
          <span
            key={at}
            className="absolute whitespace-nowrap"
            style={{ left: `${left}%`, transform: left < 3 ? 'none' : 'translateX(-50%)' }}
          >
            {isLong ? toDayText(toIso(at), zone) : toClockText(toIso(at), zone, false)}
          </span>
        )
      })}
      <span className="absolute right-0">{ends}</span>
    </div>
  )
}
