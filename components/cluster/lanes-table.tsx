import { Cell, Table, type Column } from '@/components/ui/table'
import { toDurationText } from '@/lib/base/durations'
import { useAgeing } from '@/lib/client/use-now'
import type { HistoryLane } from '@/lib/model/history'
import { toBarWords, toLaneClock, type Drawn } from './lane-rows'
import { deriveBars, deriveGapBars } from './lane-scale'

const columns: Column[] = [{ head: 'Master' }, { head: 'Was' }, { head: 'From' }, { head: 'To' }, { head: 'For', align: 'end' }]
const mostRows = 500

/** The lanes as a table: newest first. */
export function LanesTable({ lanes, drawn }: { lanes: readonly HistoryLane[]; drawn: Drawn }) {
  const bars = lanes.flatMap((lane) =>
    deriveBars(lane, drawn.scale, drawn.gaps).map((bar) => ({ ...bar, master: lane.master, was: toBarWords(bar) })),
  )
  const gaps = deriveGapBars(drawn.gaps, drawn.scale).map((bar) => ({ ...bar, master: '', was: 'no data' }))
  const rows = [...bars, ...gaps].sort((a, b) => b.from - a.from).slice(0, mostRows)
  return (
    <Table label="Leadership as a table" columns={columns}>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" key={`${row.master} ${row.from}`}>
            <Cell head="Master" lead>
              <span className="font-mono text-xs">{row.master === '' ? '—' : row.master}</span>
            </Cell>
            <Cell head="Was">{row.was}</Cell>
            <Cell head="From">{toLaneClock(row.from, drawn)}</Cell>
            <Cell head="To">{row.open ? 'now' : toLaneClock(row.to, drawn)}</Cell>
            <Cell head="For" align="end">
              {row.open ? <OpenLength from={row.from} /> : toDurationText(row.to - row.from)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function OpenLength({ from }: { from: number }) {
  return useAgeing((now) => toDurationText(now - from))
}
