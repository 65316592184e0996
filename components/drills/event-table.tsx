import { Cell, Table, type Column } from '@/components/ui/table'
import { ExactTimeOfDay } from '@/components/ui/time'
import { toPreciseDurationText } from '@/lib/base/durations'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import { toUncertaintyText } from './drill-words'
import { toAfterHead, type EventRow } from './event-rows'

/** The measured events; the letters are those of the drawing. */
export function EventTable({ events, scenario }: { events: readonly EventRow[]; scenario: DrillReport['scenario'] }) {
  const after = toAfterHead(scenario)
  const columns: Column[] = [
    { head: 'Event', width: '34%' },
    { head: after, width: '13%', align: 'end' },
    { head: 'Time', width: '14%', align: 'end' },
    { head: 'Clock', width: '25%' },
    { head: 'Uncertainty', align: 'end' },
  ]
  return (
    <Table label="Measured events" columns={columns} rowCount={events.length}>
      <tbody role="rowgroup">
        {events.map((event) => (
          <tr key={event.letter} role="row" data-event={event.what}>
            <Cell head="Event" lead>
              <span className="mr-2 inline-grid size-5 place-items-center rounded-full border border-ink bg-ink align-[1px] text-[11px] leading-none font-semibold text-paper">
                {event.letter}
              </span>
              {event.text}
            </Cell>
            <Cell head={after} align="end">
              <span className="font-semibold whitespace-nowrap">{toAfterText(event.afterMs)}</span>
            </Cell>
            <Cell head="Time" align="end">
              <span className="font-mono text-xs">
                <ExactTimeOfDay at={event.at} />
              </span>
            </Cell>
            <Cell head="Clock">{event.source}</Cell>
            <Cell head="Uncertainty" align="end">
              <span className="whitespace-nowrap">{toUncertaintyText(event.uncertaintyMs)}</span>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function toAfterText(afterMs: number | null): string {
  if (afterMs === null) return 'not known'
  if (afterMs === 0) return '0'
  return `${afterMs < 0 ? '−' : '+'}${toPreciseDurationText(Math.abs(afterMs))}`
}
