import { Cell, Table, type Column } from '@/components/ui/table'
import { toDurationText } from '@/lib/base/durations'
import { toCount } from '@/lib/base/counts'
import type { HistoryLane } from '@/lib/model/history'
import { toLaneClock, type Drawn } from './lane-rows'
import { deriveBars, deriveGapBars } from './lane-scale'
import { jobManagerRoleWords } from '@/components/shared/process-words'

const columns: Column[] = [{ head: 'Master' }, { head: 'Was' }, { head: 'From' }, { head: 'To' }, { head: 'For', align: 'end' }]
const mostRows = 500

/** The lanes as a table: newest first. */
export function LanesTable({ lanes, drawn }: { lanes: readonly HistoryLane[]; drawn: Drawn }) {
  const bars = lanes.flatMap((lane) =>
    deriveBars(lane, drawn.scale, drawn.gaps).map(({ role, failed, changes, ...bar }) => ({
      ...bar,
      master: lane.master,
      was:
        changes > 1
          ? `${toCount(changes, 'short change')}, mostly ${jobManagerRoleWords[role].word.toLowerCase()}`
          : `${jobManagerRoleWords[role].word.toLowerCase()}${failed ? ', until it failed' : ''}`,
    })),
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
              {toDurationText(row.to - row.from)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
