'use client'
import { pagePaths } from '@/lib/base/paths'
import { useState } from 'react'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { Pill } from '@/components/ui/pill'
import { RowLink } from '@/components/ui/row-link'
import { Cell, Table, type Column } from '@/components/ui/table'
import { DateAndTime } from '@/components/ui/time'
import { toCount } from '@/lib/base/counts'
import { toPreciseDurationText } from '@/lib/base/durations'
import { drillScenarios, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import { drillVerdictWords, toPredictedText, toRecoveryText, toUncertaintyText } from './drill-words'
import { ResultStrip } from './result-strip'
import { deriveStatistics, findCounted, type DrillRunSummary } from './standings'

const columns: Column[] = [
  { head: 'Run', width: '10%' },
  { head: 'When', width: '20%' },
  { head: 'Verdict', width: '17%' },
  { head: 'Recovery time', width: '15%', align: 'end' },
  { head: 'Predicted', width: '12%', align: 'end' },
  { head: 'On one scale' },
]
const shown = 5

interface RunListProps {
  clusterId: string
  scenario: DrillScenarioId
  /** Newest first. */
  ended: readonly DrillRunSummary[]
  spanMs: number
  /** The run that the page shows. */
  current?: string
}

/** The runs of one scenario over time, with median and spread from three on. */
export function RunList({ clusterId, scenario, ended, spanMs, current }: RunListProps) {
  const [whole, setWhole] = useState(false)
  const { title } = drillScenarios[scenario]
  return (
    <>
      <Statistics ended={ended} />
      <Table label={`Runs: ${title}`} columns={columns} rowCount={ended.length}>
        <tbody role="rowgroup" onKeyDown={(event) => moveByArrowKeys(event)}>
          {ended.slice(0, whole ? undefined : shown).map((run) => (
            <Row key={run.id} run={run} spanMs={spanMs} clusterId={clusterId} isCurrent={run.id === current} />
          ))}
        </tbody>
      </Table>
      {ended.length > shown && !whole ? (
        <button type="button" className="link mt-2 text-sm text-muted print:hidden" onClick={() => setWhole(true)}>
          {toCount(ended.length - shown, 'earlier run')}
        </button>
      ) : null}
    </>
  )
}

function Statistics({ ended }: { ended: readonly DrillRunSummary[] }) {
  const statistics = deriveStatistics(ended)
  if (statistics === null) return null
  const { count, medianMs, leastMs, mostMs } = statistics
  return (
    <p className="mb-2 text-sm text-muted">
      Median of {toCount(count, 'measured run')} <span className="font-semibold text-ink">{toPreciseDurationText(medianMs)}</span>, from{' '}
      {toPreciseDurationText(leastMs)} to {toPreciseDurationText(mostMs)}
    </p>
  )
}

function Row({ run, spanMs, clusterId, isCurrent }: { run: DrillRunSummary; spanMs: number; clusterId: string; isCurrent: boolean }) {
  const { verdict, prediction } = run
  const counted = findCounted(run)
  const { word, tone, shape } = drillVerdictWords[verdict ?? 'inconclusive']
  return (
    <tr role="row" data-run={run.number} data-verdict={verdict}>
      <Cell head="Run" lead>
        {isCurrent ? (
          <span className="font-semibold">#{run.number}, this run</span>
        ) : (
          <RowLink data-arrow="" href={pagePaths.drill(clusterId, run.id)} className="link font-medium">
            #{run.number}
          </RowLink>
        )}
      </Cell>
      <Cell head="When">
        <DateAndTime at={run.startedAt} />
      </Cell>
      <Cell head="Verdict">
        <Pill tone={tone} shape={shape}>
          {word.toLowerCase()}
        </Pill>
      </Cell>
      <Cell head="Recovery time" align="end">
        <span className="font-semibold whitespace-nowrap">{toRecoveryText(counted)}</span>
        {counted === null ? null : (
          <span className="block text-xs whitespace-nowrap text-muted">{toUncertaintyText(counted.uncertaintyMs)}</span>
        )}
      </Cell>
      <Cell head="Predicted" align="end">
        <span className="whitespace-nowrap">{prediction.total === null ? 'not known' : toPredictedText(prediction.total)}</span>
      </Cell>
      <Cell head="On one scale" className="drill-strip-cell">
        <ResultStrip spanMs={spanMs} predicted={prediction.total} objectiveMs={null} measuredMs={counted?.ms ?? null} verdict={verdict} />
      </Cell>
    </tr>
  )
}
