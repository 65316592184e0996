import type { ReactNode } from 'react'
import { classNames } from './class-names'

export interface Column {
  head: string
  width?: string
  align?: 'end'
}

/**
 * A table that turns into rows of facts on a narrow screen. The roles are written out because a table whose display is changed loses them
 * otherwise.
 */
export function Table({
  label,
  columns,
  rowCount,
  children,
}: {
  label: string
  columns: readonly Column[]
  rowCount?: number
  children: ReactNode
}) {
  return (
    <table role="table" aria-label={label} aria-rowcount={rowCount === undefined ? undefined : rowCount + 1} className="rows text-sm">
      <colgroup>
        {columns.map(({ head, width }) => (
          <col key={head} style={{ width }} />
        ))}
      </colgroup>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ head, align }) => (
            <th key={head} role="columnheader" scope="col" data-align={align}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  )
}

/** A column with its own cell: heads and rows map the same list, so that neither a head nor an order is written twice. */
export interface CellColumn<Row> extends Column {
  /** Its cell names the row. */
  lead?: boolean
  cell: (row: Row) => ReactNode
}

/** The cells of one row. */
export function Cells<Row>({ columns, row }: { columns: readonly CellColumn<Row>[]; row: Row }) {
  return columns.map(({ head, align, lead, cell }) => (
    <Cell key={head} head={head} align={align} lead={lead}>
      {cell(row)}
    </Cell>
  ))
}

interface CellProps {
  head: string
  align?: 'end'
  /** The cell that names the row: on its own line on a narrow screen. */
  lead?: boolean
  className?: string
  children: ReactNode
}

export function Cell({ head, align, lead = false, className, children }: CellProps) {
  return (
    <td role="cell" data-head={head} data-align={align} data-lead={lead ? '' : undefined} className={classNames(className)}>
      <div className="min-w-0">{children}</div>
    </td>
  )
}
