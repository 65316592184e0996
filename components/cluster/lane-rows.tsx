'use client'
import { toCount } from '@/lib/base/counts'
import { dayMs, toDurationText } from '@/lib/base/durations'
import { classNames } from '@/components/ui/class-names'
import { toClockText, toDayText, toLocalMomentText } from '@/components/ui/clock-text'
import type { Gap, HistoryLane, HistorySpan } from '@/lib/model/history'
import type { JobManagerRole, VerdictLevel } from '@/lib/model/snapshot'
import { deriveBars, deriveGapBars, deriveVerdictBars, type LaneBar, type LaneScale } from './lane-scale'
import { jobManagerRoleWords } from '@/components/shared/process-words'
import { verdictWords } from '@/components/shared/verdict-words'

export const roleFills: Record<JobManagerRole, string> = {
  leader: 'bg-gold',
  standby: 'bg-wings',
  joining: 'bg-wings opacity-55',
  down: 'border border-dashed border-line-strong',
  unreachable: 'border border-dashed border-line-strong',
  unknown: 'dotted',
}

/** No leader is the strongest; a risk is drawn paler than a failure. */
export const verdictFills: Record<VerdictLevel, string> = {
  protected: 'bg-green',
  'at-risk': 'bg-amber',
  unprotected: 'bg-red opacity-45',
  'no-leader': 'bg-red',
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
          const words = `${verdictWords[bar.level].word}\n${toBarTimes(bar, drawn)}`
          return (
            <BarBox key={bar.from} bar={bar} words={words}>
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
  const what =
    bar.changes > 1
      ? `${toCount(bar.changes, 'short change')}, mostly ${jobManagerRoleWords[bar.role].word.toLowerCase()}`
      : jobManagerRoleWords[bar.role].word.toLowerCase()
  const words = `${master} · ${what}\n${toBarTimes(bar, drawn)}${bar.failed ? '\nended by a failure' : ''}`
  return (
    <BarBox bar={bar} words={words} stops={stops} arrow>
      <span aria-hidden="true" className={classNames('block h-full rounded-[4px]', roleFills[bar.role])} />
      {bar.failed ? <span aria-hidden="true" className="absolute -inset-y-[3px] -right-px w-0.5 bg-red" /> : null}
    </BarBox>
  )
}

function toBarTimes(bar: { from: number; to: number; open: boolean }, drawn: Drawn): string {
  return `${toLaneClock(bar.from, drawn)} to ${bar.open ? 'now' : toLaneClock(bar.to, drawn)} · ${toDurationText(bar.to - bar.from)}`
}

interface BarBoxProps {
  bar: { left: number; width: number }
  words: string
  arrow?: boolean
  stops?: boolean
  children: React.ReactNode
}

function BarBox({ bar, words, arrow = false, stops = false, children }: BarBoxProps) {
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
    <BarBox key={`gap ${bar.from}`} bar={bar} words={`No data\n${toBarTimes(bar, drawn)}`}>
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
