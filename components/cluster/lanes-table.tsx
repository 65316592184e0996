import { Cell, Table, type Column } from '@/components/ui/table'
import { TimeOfDay } from '@/components/ui/time'
import { toDurationText } from '@/components/ui/duration-text'
import type { Lane } from '@/lib/model/snapshot'
import { deriveBars, type LaneScale } from './lane-scale'
import { roleWords } from './process-words'

const columns: Column[] = [{ head: 'Master' }, { head: 'Was' }, { head: 'From' }, { head: 'To' }, { head: 'For', align: 'end' }]

/** The lanes in words: newest first. */
export function LanesTable({ lanes, scale }: { lanes: Lane[]; scale: LaneScale }) {
  const rows = lanes.flatMap((lane) => deriveBars(lane, scale).map((bar) => ({ master: lane.master, ...bar }))).sort((a, b) => b.from - a.from)
  return (
    <Table label="Leadership as a table" columns={columns}>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" key={`${row.master} ${row.from}`}>
            <Cell head="Master" lead><span className="font-mono text-xs">{row.master}</span></Cell>
            <Cell head="Was">{roleWords[row.role].word.toLowerCase()}{row.failed ? ', until it failed' : ''}</Cell>
            <Cell head="From"><TimeOfDay at={new Date(row.from).toISOString()} /></Cell>
            <Cell head="To">{row.open ? 'now' : <TimeOfDay at={new Date(row.to).toISOString()} />}</Cell>
            <Cell head="For" align="end">{toDurationText(row.to - row.from)}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
