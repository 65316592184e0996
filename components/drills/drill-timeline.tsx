import { toDurationText, toPreciseDurationText } from '@/lib/base/durations'
import type { DrillMeasures } from '@/lib/model/drills/drill-report'
import { drillPhaseWords, toPredictedText } from './drill-words'
import type { PhaseRow } from './phase-rows'
import { spreadMarks, type DrawnLane, type TimelineDrawing } from './timeline-drawing'

/** Of the drawing, in its own units. */
const width = 1180
const left = 150
const right = 1160
const laneTop = 44
const laneStep = 30
const phaseStep = 38

type ToX = (ms: number) => number

/** The timeline of a run: who led, and the measured phases over the window that was predicted before. The events' table has the same figures. */
export function DrillTimeline({ drawing, total }: { drawing: TimelineDrawing; total: DrillMeasures['recovery'] }) {
  const toX: ToX = (ms) => left + ((right - left) * Math.min(Math.max(ms, 0), drawing.spanMs)) / drawing.spanMs
  const phasesTop = laneTop + drawing.lanes.length * laneStep + 14
  const foot = phasesTop + (drawing.phases.length + 1) * phaseStep + 4
  return (
    <div className="overflow-x-auto rounded-sm" role="region" aria-label="Drawn timeline" tabIndex={0}>
      <svg
        viewBox={`0 0 ${width} ${foot + 26}`}
        role="img"
        aria-label="Timeline of the drill. The table of events has the same figures."
        className="drill-drawing w-full min-w-[860px]"
      >
        <Patterns />
        <Axis drawing={drawing} toX={toX} foot={foot} />
        {drawing.lanes.map((lane, index) => (
          <Lane key={lane.master} lane={lane} toX={toX} y={laneTop + index * laneStep} />
        ))}
        <line x1="0" x2={width} y1={phasesTop - 8} y2={phasesTop - 8} className="drawn-line" />
        {drawing.phases.map((row, index) => (
          <Phase key={row.phase} row={row} toX={toX} y={phasesTop + index * phaseStep} />
        ))}
        <Total drawing={drawing} total={total} toX={toX} y={phasesTop + drawing.phases.length * phaseStep} />
        <Marks drawing={drawing} toX={toX} />
      </svg>
    </div>
  )
}

function Patterns() {
  return (
    <defs>
      <pattern id="drawn-predicted" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="4" height="8" className="drawn-hatch" />
      </pattern>
      <pattern id="drawn-broken" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="7" className="drawn-broken-hatch" />
      </pattern>
    </defs>
  )
}

function Axis({ drawing: { ticks, objectiveMs }, toX, foot }: { drawing: TimelineDrawing; toX: ToX; foot: number }) {
  const objective = toX(objectiveMs)
  const isNear = (ms: number) => Math.abs(toX(ms) - objective) < 90
  return (
    <>
      {ticks.map((ms) => (
        <g key={ms}>
          <line x1={toX(ms)} x2={toX(ms)} y1="34" y2={foot} className="drawn-line" />
          {isNear(ms) ? null : (
            <text x={toX(ms)} y={foot + 20} textAnchor={toX(ms) > right - 20 ? 'end' : 'middle'} className="drawn-quiet">
              {ms === 0 ? '0 s' : toDurationText(ms)}
            </text>
          )}
        </g>
      ))}
      <line x1={objective} x2={objective} y1="34" y2={foot} className="drawn-objective" />
      <text x={objective} y={foot + 20} textAnchor={objective > right - 70 ? 'end' : 'middle'} className="drawn-strong">
        objective {toPreciseDurationText(objectiveMs)}
      </text>
    </>
  )
}

/** About as wide as a letter of the drawing. */
const letterWidth = 7

function Lane({ lane: { master, spans }, toX, y }: { lane: DrawnLane; toX: ToX; y: number }) {
  return (
    <g>
      <text x="0" y={y + 14} className="drawn-strong">
        {master}
      </text>
      {spans.map(({ kind, fromMs, toMs, text }) => {
        const x = toX(fromMs)
        const length = Math.max(0, toX(toMs) - x)
        return (
          <g key={kind}>
            <rect x={x} y={y} width={length} height="20" className={`drawn-${kind}`} />
            {length < text.length * letterWidth + 16 ? null : (
              <text x={x + 9} y={y + 14} className={`drawn-text drawn-text-${kind}`}>
                {text}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

function Phase({ row, toX, y }: { row: PhaseRow; toX: ToX; y: number }) {
  const { phase, fromMs, toMs, measured, predicted, window, comparison } = row
  const ends = Math.max(...[fromMs, toMs, window?.latestMs].map((ms) => (ms === null || ms === undefined ? left : toX(ms))))
  const text = measured === null ? 'not measured' : toPreciseDurationText(measured.ms)
  const isLeft = ends > right - 320
  const place = isLeft
    ? { x: Math.min(...[fromMs, window?.earliestMs].map((ms) => toX(ms ?? 0))) - 8, textAnchor: 'end' as const }
    : { x: ends + 8 }
  return (
    <g data-drawn-phase={phase}>
      <text x="0" y={y + 17} className="drawn-strong">
        {drillPhaseWords[phase].title}
      </text>
      {window === null ? null : <Predicted window={window} toX={toX} y={y} />}
      {fromMs === null || toMs === null ? null : (
        <Measured fromMs={fromMs} toMs={toMs} kind={comparison === 'longer' ? 'late' : 'measured'} toX={toX} y={y + 7} />
      )}
      <text {...place} y={y + 17} className="drawn-quiet drawn-halo">
        <tspan className="drawn-strong">{text}</tspan>
        {predicted === null ? ' · not predicted' : ` · predicted ${toPredictedText(predicted)}`}
      </text>
    </g>
  )
}

function Total({ drawing, total, toX, y }: { drawing: TimelineDrawing; total: DrillMeasures['recovery']; toX: ToX; y: number }) {
  const window = drawing.predicted !== null && drawing.predicted.latestMs > 0 ? drawing.predicted : null
  const isLong = total !== null && total.ms > drawing.objectiveMs
  const end = Math.max(total === null ? left : toX(total.ms), window === null ? left : toX(window.latestMs))
  return (
    <g>
      <line x1="0" x2={width} y1={y - 3} y2={y - 3} className="drawn-line" />
      <text x="0" y={y + 17} className="drawn-strong">
        Total
      </text>
      {window === null || total === null ? null : <Predicted window={window} toX={toX} y={y} />}
      {total === null ? null : <Measured fromMs={0} toMs={total.ms} kind={isLong ? 'missed' : 'measured'} toX={toX} y={y + 7} />}
      <text
        {...(end > right - 90 ? { x: toX(total?.ms ?? 0) - 8, textAnchor: 'end' as const } : { x: end + 8 })}
        y={y + 17}
        className={end > right - 90 ? 'drawn-inverse' : 'drawn-strong drawn-halo'}
      >
        {total === null ? 'not measured' : toPreciseDurationText(total.ms)}
      </text>
    </g>
  )
}

function Predicted({ window, toX, y }: { window: { earliestMs: number; latestMs: number }; toX: ToX; y: number }) {
  const x = toX(window.earliestMs)
  return <rect x={x} y={y} width={Math.max(2, toX(window.latestMs) - x)} height="26" rx="3" className="drawn-predicted" />
}

/** `late`: longer than predicted; `missed`: longer than the objective. */
function Measured({
  fromMs,
  toMs,
  kind,
  toX,
  y,
}: {
  fromMs: number
  toMs: number
  kind: 'measured' | 'late' | 'missed'
  toX: ToX
  y: number
}) {
  const x = toX(fromMs)
  return <rect x={x} y={y} width={Math.max(3, toX(toMs) - x)} height="12" rx="2" className={`drawn-${kind}`} />
}

function Marks({ drawing: { marks }, toX }: { drawing: TimelineDrawing; toX: ToX }) {
  const places = spreadMarks(
    marks.map(({ ms }) => toX(ms)),
    24,
    left,
    right,
  )
  return marks.map(({ letter, ms }, index) => (
    <g key={letter}>
      <line x1={places[index]} y1="21" x2={toX(ms)} y2="40" className="drawn-pointer" />
      <circle cx={places[index]} cy="12" r="9.5" className="drawn-dot" />
      <text x={places[index]} y="16" textAnchor="middle" className="drawn-letter">
        {letter}
      </text>
    </g>
  ))
}
