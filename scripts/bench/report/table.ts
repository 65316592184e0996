import { toValueText, toGoalVerdict, type Figure } from './figure'

const heads = ['figure', 'measured', 'goal', 'met'] as const

/** The figures as aligned text, notes below the line they explain. */
export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    toValueText(figure.value, figure.unit),
    figure.goal === null ? '' : `≤ ${toValueText(figure.goal, figure.unit)}`,
    toGoalVerdict(figure),
  ])
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const toLine = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const lines = rows.flatMap((row, i) => {
    const note = figures[i]?.note
    return note ? [toLine(row), `    ${note}`] : [toLine(row)]
  })
  return [toLine(heads), widths.map((width) => '─'.repeat(width)).join('  '), ...lines].join('\n')
}
