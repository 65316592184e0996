import { Cell, Table, type Column } from '@/components/ui/table'
import { toPreciseDurationText } from '@/lib/base/durations'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import { drillPhaseWords, toPredictedText, toUncertaintyText } from './drill-words'

const columns: Column[] = [
  { head: 'Phase', width: '24%' },
  { head: 'Measured', width: '13%', align: 'end' },
  { head: 'Uncertainty', width: '13%', align: 'end' },
  { head: 'Predicted', width: '13%', align: 'end' },
  { head: 'Result', width: '15%' },
  { head: 'Basis of the prediction' },
]

const comparisons: Record<DrillReport['measures']['phases'][number]['comparison'], { shape: string; word: string; className: string }> = {
  within: { shape: '✓', word: 'as predicted', className: 'text-green' },
  shorter: { shape: '✓', word: 'shorter', className: 'text-green' },
  longer: { shape: '◆', word: 'longer', className: 'text-amber-ink' },
  unknown: { shape: '?', word: 'not known', className: 'text-muted' },
}

/** The phases: measured with their uncertainty, beside what was predicted before the fault. */
export function PhaseTable({ report: { measures, prediction, target } }: { report: DrillReport }) {
  return (
    <Table label="Phases" columns={columns} rowCount={measures.phases.length}>
      <tbody role="rowgroup">
        {measures.phases.map(({ phase, measured, predicted, comparison }) => {
          const { shape, word, className } = comparisons[comparison]
          return (
            <tr key={phase} role="row" data-phase={phase} data-comparison={comparison}>
              <Cell head="Phase" lead>
                <span className="font-semibold">{drillPhaseWords[phase].title}</span>
                <span className="block text-xs text-muted">until {drillPhaseWords[phase].toEnd(target?.master ?? null)}</span>
              </Cell>
              <Cell head="Measured" align="end">
                <span className="font-semibold whitespace-nowrap">
                  {measured === null ? 'not measured' : toPreciseDurationText(measured.ms)}
                </span>
              </Cell>
              <Cell head="Uncertainty" align="end">
                <span className="whitespace-nowrap">{measured === null ? '–' : toUncertaintyText(measured.uncertaintyMs)}</span>
              </Cell>
              <Cell head="Predicted" align="end">
                <span className="whitespace-nowrap">{predicted === null ? 'not predicted' : toPredictedText(predicted)}</span>
              </Cell>
              <Cell head="Result">
                <span aria-hidden="true" className={className}>
                  {shape}{' '}
                </span>
                {word}
              </Cell>
              <Cell head="Basis of the prediction">
                <span className="text-xs text-muted">{prediction.phases.find((one) => one.phase === phase)?.basis ?? 'not known'}</span>
              </Cell>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}
