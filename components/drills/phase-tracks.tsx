'use client'
import { classNames } from '@/components/ui/class-names'
import { toDurationText, toPreciseDurationText } from '@/lib/base/durations'
import { useFastNow } from '@/lib/client/use-now'
import type { Drill } from '@/lib/model/drills/drill-report'
import { drillPhaseWords, toPredictedText } from './drill-words'
import { derivePhaseRows, type PhaseRow } from './phase-rows'
import type { RunningState } from './running-words'
import { makeTimeScale } from './time-scale'

const states: Record<PhaseRow['state'], { shape: string; word: string; className: string; fill: string }> = {
  done: { shape: '✓', word: 'done', className: 'text-green', fill: 'bg-green' },
  current: { shape: '◐', word: 'under way', className: 'text-ink', fill: 'bg-red' },
  waiting: { shape: '○', word: 'waiting', className: 'text-faint', fill: '' },
  missing: { shape: '?', word: 'not observed', className: 'text-muted', fill: '' },
}

/** The phases filling in against the window that was predicted before the fault. */
export function PhaseTracks({ drill, state }: { drill: Drill; state: RunningState }) {
  const now = useFastNow()
  const isMeasuring = state.faultAt !== null && state.undoneAt === null
  const elapsedMs = state.faultAt === null ? null : Math.max(0, now - state.faultAt)
  const rows = derivePhaseRows(drill.measures.phases, isMeasuring ? elapsedMs : null, state.undoneAt !== null)
  const objectiveMs = drill.document.objective.recoveryMs
  const latest = Math.max(objectiveMs, ...rows.map(({ window }) => window?.latestMs ?? 0))
  const { spanMs, ticks } = makeTimeScale(Math.max(elapsedMs ?? 0, latest))
  const percent = (ms: number) => `${(Math.min(Math.max(ms, 0), spanMs) / spanMs) * 100}%`
  return (
    <div data-phases={state.stage}>
      <p className="mb-1 text-right font-mono text-xs" aria-hidden="true">
        {elapsedMs === null ? '–' : toPreciseTenths(elapsedMs)}
      </p>
      <ol className="grid gap-2.5">
        {rows.map((row) => (
          <Track key={row.phase} row={row} target={drill.target?.master ?? null}>
            {row.window === null ? null : (
              <div
                className="hatched absolute inset-y-0"
                style={{ left: percent(row.window.earliestMs), width: percent(row.window.latestMs - row.window.earliestMs) }}
              />
            )}
            {row.fromMs === null || row.toMs === null ? null : (
              <div
                className={classNames('drill-solid absolute inset-y-1 min-w-1', states[row.state].fill)}
                style={{ left: percent(row.fromMs), width: percent(row.toMs - row.fromMs) }}
              />
            )}
            <div className="drill-line absolute inset-y-0 border-l-2 border-dotted border-ink" style={{ left: percent(objectiveMs) }} />
            {elapsedMs === null || !isMeasuring ? null : (
              <div className="drill-line absolute inset-y-0 w-0.5 bg-ink" style={{ left: percent(elapsedMs) }} />
            )}
          </Track>
        ))}
      </ol>
      <div className="mt-1 grid text-xs text-muted sm:grid-cols-[minmax(0,190px)_minmax(0,1fr)_minmax(0,150px)] sm:gap-x-4">
        <span className="max-sm:hidden" />
        <div aria-hidden="true" className="relative h-4">
          {ticks.map((ms, index) => (
            <span
              key={ms}
              className={classNames('absolute whitespace-nowrap', index % 2 === 1 && 'max-sm:hidden')}
              style={toPlace(ms, spanMs)}
            >
              {ms === 0 ? '0' : toDurationText(ms)}
            </span>
          ))}
        </div>
      </div>
      <TrackKey objectiveMs={objectiveMs} />
    </div>
  )
}

function TrackKey({ objectiveMs }: { objectiveMs: number }) {
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-xs text-muted">
      <span>
        <span aria-hidden="true" className="hatched mr-1.5 inline-block h-2.5 w-5 rounded-[3px] align-[-1px]" />
        predicted end of the phase
      </span>
      <span>
        <span aria-hidden="true" className="drill-line mr-1.5 inline-block h-3 border-l-2 border-dotted border-ink align-[-2px]" />
        objective {toPreciseDurationText(objectiveMs)}
      </span>
    </p>
  )
}

function Track({ row, target, children }: { row: PhaseRow; target: string | null; children: React.ReactNode }) {
  const { shape, word, className } = states[row.state]
  const { title, toEnd } = drillPhaseWords[row.phase]
  return (
    <li
      data-phase={row.phase}
      data-state={row.state}
      className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,190px)_minmax(0,1fr)_minmax(0,150px)] sm:items-center"
    >
      <p className="min-w-0 text-sm">
        <span aria-hidden="true" className={classNames('mr-1.5 inline-block w-3 text-center', className)}>
          {shape}
        </span>
        <span className="font-semibold">{title}</span>
        <span className="sr-only">, {word}</span>
        <span className="block text-xs text-muted [overflow-wrap:anywhere]">{toEnd(target)}</span>
      </p>
      <div aria-hidden="true" className="drill-strip relative max-sm:order-last">
        <div className="drill-track relative h-6 overflow-hidden rounded-sm bg-raised">{children}</div>
      </div>
      <p className="text-sm sm:text-right">
        <span className="font-semibold">{toResult(row)}</span>
        <span className="block text-xs text-muted">
          {row.predicted === null ? 'not predicted' : `predicted ${toPredictedText(row.predicted)}`}
        </span>
      </p>
    </li>
  )
}

function toResult({ state, measured, fromMs, toMs }: PhaseRow): string {
  if (measured !== null) return toPreciseDurationText(measured.ms)
  if (state === 'current' && fromMs !== null && toMs !== null) return `${Math.floor((toMs - fromMs) / 1000)} s so far`
  return states[state].word
}

/** Always with the same digits: a clock that ticks. */
function toPreciseTenths(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** The first and last figure stay inside the track. */
function toPlace(ms: number, spanMs: number): { left?: string; right?: string; transform?: string } {
  if (ms === 0) return { left: '0' }
  if (ms >= spanMs) return { right: '0' }
  return { left: `${(ms / spanMs) * 100}%`, transform: 'translateX(-50%)' }
}
