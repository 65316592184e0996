import { classNames } from '@/components/ui/class-names'
import { toPreciseDurationText } from '@/lib/base/durations'
import type { DrillVerdict } from '@/lib/model/drills/drill-report'
import type { PredictedWindow } from '@/lib/model/drills/prediction'
import { toPredictedText } from './drill-words'

interface ResultStripProps {
  /** ms that the whole strip stands for: the same for all strips of a list. */
  spanMs: number
  predicted: PredictedWindow | null
  objectiveMs: number | null
  measuredMs: number | null
  verdict: DrillVerdict | null
}

const fills: Record<DrillVerdict, { className: string; shape: string; text: string }> = {
  passed: { className: 'bg-green', shape: '●', text: 'text-green' },
  failed: { className: 'bg-red', shape: '▲', text: 'text-red' },
  aborted: { className: 'bg-amber', shape: '◆', text: 'text-amber-ink' },
  inconclusive: { className: 'bg-wings', shape: '?', text: 'text-muted' },
}

/** Predicted (hatched), measured (solid, with its sign) and objective (line) of one scenario or run. */
export function ResultStrip({ spanMs, predicted, objectiveMs, measuredMs, verdict }: ResultStripProps) {
  const percent = (ms: number) => `${(Math.min(Math.max(ms, 0), spanMs) / spanMs) * 100}%`
  const fill = fills[verdict ?? 'inconclusive']
  return (
    <div role="img" aria-label={toStripLabel({ predicted, objectiveMs, measuredMs })} className="drill-strip relative h-5">
      <div className="drill-track absolute inset-x-0 top-1.5 h-2 overflow-hidden rounded-sm bg-raised">
        {predicted === null || predicted.latestMs === 0 ? null : (
          <div
            className="hatched absolute inset-y-0"
            style={{ left: percent(predicted.earliestMs), width: percent(predicted.latestMs - predicted.earliestMs) }}
          />
        )}
      </div>
      {measuredMs === null ? null : (
        <>
          <div
            className={classNames('drill-solid absolute top-2 left-0 h-1 min-w-0.5', fill.className)}
            style={{ width: percent(measuredMs) }}
          />
          <span
            aria-hidden="true"
            className={classNames('absolute top-0.5 -translate-x-1/2 text-xs leading-4', fill.text)}
            style={{ left: `clamp(6px, ${percent(measuredMs)}, calc(100% - 6px))` }}
          >
            {fill.shape}
          </span>
        </>
      )}
      {objectiveMs === null ? null : (
        <div className="drill-line absolute inset-y-0.5 w-0.5 bg-ink" style={{ left: `min(${percent(objectiveMs)}, calc(100% - 2px))` }} />
      )}
    </div>
  )
}

function toStripLabel({ predicted, objectiveMs, measuredMs }: Pick<ResultStripProps, 'predicted' | 'objectiveMs' | 'measuredMs'>): string {
  return [
    predicted === null ? 'not predicted' : `predicted ${toPredictedText(predicted)}`,
    measuredMs === null ? 'not measured' : `measured ${toPreciseDurationText(measuredMs)}`,
    ...(objectiveMs === null ? [] : [`objective ${toPreciseDurationText(objectiveMs)}`]),
  ].join(', ')
}

/** The key of the strips. */
export function StripKey({ spanMs, withObjective = true }: { spanMs: number; withObjective?: boolean }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
      <li>
        <span aria-hidden="true" className="hatched mr-1.5 inline-block h-2.5 w-5 rounded-[3px] align-[-1px]" />
        predicted
      </li>
      <li>
        <span aria-hidden="true" className="mr-1 text-green">
          ●
        </span>
        measured, passed
      </li>
      <li>
        <span aria-hidden="true" className="mr-1 text-red">
          ▲
        </span>
        measured, failed
      </li>
      {withObjective ? (
        <li>
          <span aria-hidden="true" className="drill-line mr-1.5 inline-block h-3.5 w-0.5 bg-ink align-[-2px]" />
          objective
        </li>
      ) : null}
      <li>scale 0–{toPreciseDurationText(spanMs)}</li>
    </ul>
  )
}
