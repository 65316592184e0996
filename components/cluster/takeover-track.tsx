'use client'
import type { ReactNode } from 'react'
import { toDurationText, toWindowText } from '@/lib/base/durations'
import type { Takeover } from '@/lib/model/snapshot'
import { deriveScale, deriveSegments, type Segment } from './takeover-phases'

const fills: Record<Segment['kind'], { className: string; word: string }> = {
  leaderless: { className: 'mark-solid bg-red', word: 'no leader' },
  recovering: { className: 'mark-striped bg-amber', word: 'jobs came back' },
  running: { className: 'mark-outline bg-green', word: 'all jobs run' },
}

interface TrackProps {
  takeover: Takeover
  /** Epoch ms; null: there is none, and only the prediction is drawn. */
  startedAt: number | null
  elapsedMs: number
  /** A remark beside the legend. */
  children?: ReactNode
}

/** The bar: elapsed time is filled, the window in which the standby should lead is hatched. */
export function TakeoverTrack({ takeover, startedAt, elapsedMs, children = null }: TrackProps) {
  const window = startedAt === null ? takeover.windowMs : deriveWindow(takeover, startedAt)
  const { spanMs, ticks } = deriveScale(elapsedMs, window?.latest ?? null)
  const percent = (ms: number) => `${(Math.min(ms, spanMs) / spanMs) * 100}%`
  return (
    <div className="overflow-hidden">
      <div
        role="img"
        aria-label={
          startedAt === null
            ? `predicted after ${window === null ? 'a time that is not known' : toWindowText(window)}`
            : toLabel(elapsedMs, window)
        }
        className="relative h-[18px] overflow-hidden rounded-sm bg-raised"
      >
        {window === null ? null : (
          <div
            className="hatched absolute inset-y-0"
            style={{ left: percent(window.earliest), width: percent(window.latest - window.earliest) }}
          />
        )}
        {(startedAt === null ? [] : deriveSegments(takeover, startedAt, elapsedMs)).map(({ kind, fromMs, toMs }) => (
          <div
            key={kind}
            data-tip={`${fills[kind].word} for ${toDurationText(toMs - fromMs)}`}
            className={`absolute inset-y-0 ${fills[kind].className}`}
            style={{ left: percent(fromMs), width: percent(toMs - fromMs) }}
          />
        ))}
      </div>
      <div aria-hidden="true" className="relative mt-1 h-4 text-xs text-muted">
        {ticks.map((ms) => (
          <span key={ms} className="absolute whitespace-nowrap max-sm:hidden" style={toPlace(ms, spanMs)}>
            {ms === 0 ? '0' : toDurationText(ms)}
          </span>
        ))}
        {window === null ? null : <span className="absolute left-0 sm:hidden">expected after {toWindowText(window)}</span>}
      </div>
      <p className="mt-0.5 min-h-4 text-xs text-muted">
        {window === null ? null : (
          <span aria-hidden="true" className="max-sm:hidden">
            <span className="hatched mr-1.5 inline-block h-2.5 w-5 rounded-[3px] align-[-1px]" />
            {takeover.since === null ? 'predicted' : 'a standby is expected to lead after'} {toWindowText(window)}.
          </span>
        )}
        {children}
      </p>
    </div>
  )
}

function deriveWindow({ expectedBetween, windowMs }: Takeover, startedAt: number): { earliest: number; latest: number } | null {
  if (expectedBetween === null) return windowMs
  return {
    earliest: Math.max(0, Date.parse(expectedBetween.earliest) - startedAt),
    latest: Math.max(0, Date.parse(expectedBetween.latest) - startedAt),
  }
}

/** The first and last figure stay inside the bar. */
function toPlace(ms: number, spanMs: number): { left?: string; right?: string; transform?: string } {
  if (ms === 0) return { left: '0' }
  if (ms >= spanMs) return { right: '0' }
  return { left: `${(ms / spanMs) * 100}%`, transform: 'translateX(-50%)' }
}

function toLabel(elapsedMs: number, window: { earliest: number; latest: number } | null): string {
  const passed = `${Math.floor(elapsedMs / 1000)} s passed`
  return window === null ? passed : `${passed}; expected after ${toWindowText(window)}`
}
