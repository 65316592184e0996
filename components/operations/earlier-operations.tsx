'use client'
import { pagePaths } from '@/lib/base/paths'
import { useState } from 'react'
import { toCount } from '@/lib/base/counts'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { RowLink } from '@/components/ui/row-link'
import { Cell, Table, type Column } from '@/components/ui/table'
import { Ago, Duration } from '@/components/ui/time'
import { useOperations } from '@/lib/client/use-operations'
import type { OperationRecord } from '@/lib/model/operation'
import { toTitle } from './plan-words'
import { filterRecords, toTook, type RecordFilter } from './record-words'
import { operationStateWords } from './state-words'

const columns: Column[] = [
  { head: 'Operation', width: '30%' },
  { head: 'Result', width: '34%' },
  { head: 'By', width: '12%' },
  { head: 'Started', width: '13%' },
  { head: 'Duration', align: 'end' },
]
const filters: { value: RecordFilter; word: string }[] = [
  { value: 'all', word: 'All' },
  { value: 'done', word: 'Done' },
  { value: 'not-done', word: 'Not done' },
]
const shown = 50

/** Earlier operations, newest first. */
export function EarlierOperations({
  clusterId,
  running,
  initial,
}: {
  clusterId: string
  running: string | null
  initial?: OperationRecord[]
}) {
  const { operations, problem } = useOperations(clusterId, running, initial)
  const [sought, setSought] = useState('')
  const [filter, setFilter] = useState<RecordFilter>('all')
  const [whole, setWhole] = useState(false)
  const found = filterRecords(operations ?? [], sought, filter)
  const ended = filterRecords(operations ?? [], '', 'all').length
  return (
    <Panel
      title="Earlier"
      aside={ended === 0 ? 'History' : toCount(ended, 'operation')}
      corner={ended === 0 ? null : <Filters sought={sought} filter={filter} onSought={setSought} onFilter={setFilter} />}
    >
      {problem === null ? null : (
        <p className="mb-2 text-sm text-amber-ink">
          <span aria-hidden="true">◆ </span>The list could not be read: {problem}
        </p>
      )}
      {operations === null ? (
        problem === null ? (
          <p className="text-sm text-muted">Reading…</p>
        ) : null
      ) : found.length === 0 ? (
        <p className="text-sm text-muted">{ended === 0 ? 'No operations yet.' : 'No operation matches.'}</p>
      ) : (
        <Table label="Earlier operations" columns={columns} rowCount={found.length}>
          <tbody role="rowgroup" onKeyDown={(event) => moveByArrowKeys(event)}>
            {found.slice(0, whole ? undefined : shown).map((record) => (
              <Row key={record.id} record={record} />
            ))}
          </tbody>
        </Table>
      )}
      {found.length > shown && !whole ? (
        <button type="button" className="link mt-2 text-sm text-muted" onClick={() => setWhole(true)}>
          {toCount(found.length - shown, 'more')}
        </button>
      ) : null}
    </Panel>
  )
}

function Row({ record }: { record: OperationRecord }) {
  const { word, tone, shape } = operationStateWords[record.state]
  const took = toTook(record)
  return (
    <tr role="row" data-record={record.id} data-state={record.state}>
      <Cell head="What" lead>
        <RowLink data-arrow="" href={pagePaths.operation(record.clusterId, record.id)} className="link font-medium">
          {toTitle(record)}
        </RowLink>
        {record.reason === null ? null : <p className="text-xs text-muted">{record.reason}</p>}
      </Cell>
      <Cell head="Result">
        <Pill tone={tone} shape={shape}>
          {word}
        </Pill>
        {record.state === 'done' || record.result === null ? null : <p className="mt-0.5 text-xs text-muted">{record.result}</p>}
      </Cell>
      <Cell head="By">{record.by.name}</Cell>
      <Cell head="Started">
        <Ago at={record.startedAt} />
      </Cell>
      <Cell head="Duration" align="end">
        {took === null ? '–' : <Duration ms={took} />}
      </Cell>
    </tr>
  )
}

function Filters({
  sought,
  filter,
  onSought,
  onFilter,
}: {
  sought: string
  filter: RecordFilter
  onSought: (text: string) => void
  onFilter: (filter: RecordFilter) => void
}) {
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <div role="group" aria-label="Result" className="flex rounded-md border border-line-strong">
        {filters.map(({ value, word }) => (
          <button
            key={value}
            type="button"
            aria-pressed={filter === value}
            onClick={() => onFilter(value)}
            className={
              filter === value ? 'rounded-md bg-raised px-2.5 py-1 font-semibold' : 'rounded-md px-2.5 py-1 text-muted hover:text-ink'
            }
          >
            {word}
          </button>
        ))}
      </div>
      <input
        type="search"
        aria-label="Find an earlier operation"
        placeholder="Find"
        value={sought}
        onChange={(event) => onSought(event.target.value)}
        className="w-32 rounded-md border border-line-strong bg-panel px-2.5 py-1 placeholder:text-faint"
      />
    </div>
  )
}
