export type Unit = 'ms' | 's' | 'MB' | '/s' | '%' | ''

/** One line of the table: something measured in this run. */
export interface Figure {
  /** What is measured, as the table prints it. */
  name: string
  /** null: it could not be measured; `note` says why. */
  value: number | null
  unit: Unit
  /** The most it may be; null for figures that only explain others. */
  goal: number | null
  note?: string
}

export type GoalVerdict = 'met' | 'NOT MET' | 'not measured' | ''

/** A figure without a goal has no verdict; a goal that was not measured is not met either. */
export function toGoalVerdict({ value, goal }: Figure): GoalVerdict {
  if (value === null) return 'not measured'
  if (goal === null) return ''
  return value <= goal ? 'met' : 'NOT MET'
}

export function toValueText(value: number | null, unit: Unit): string {
  if (value === null) return '–'
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toFixed(digits)}${unit === '/s' || unit === '%' ? unit : unit === '' ? '' : ` ${unit}`}`
}
