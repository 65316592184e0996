import type { ProblemSeverity } from '@/lib/flink/configuration/problem'

/** Place of a finding. `file` null: it is about an observation, not about a file. Lines count from 1. */
export interface Place {
  file: string | null
  line: number | null
  key: string | null
}

/** One change to one file. Lines are those of the text as read; several edits of a file never touch one line. */
export type Edit =
  | { kind: 'replace'; line: number; text: string }
  | { kind: 'remove'; line: number }
  /** `line` 0: before the first line. */
  | { kind: 'insert-after'; line: number; text: string }
  | { kind: 'append'; text: string }

export interface Fix {
  file: string
  edits: Edit[]
}

/** One problem that the doctor found, at one place (or several that belong together). */
export interface Finding {
  /** Stable while the fault remains: rule and places, without line numbers, which change. */
  id: string
  rule: string
  severity: ProblemSeverity
  /** What is wrong, with the values in question. */
  sentence: string
  /** Why it matters, and the evidence for that. */
  why: string
  source: RuleSource
  whatToDo: string
  /** The place to start with comes first. Never empty. */
  places: Place[]
  /** null: the right fix depends on more than the files show, so only `whatToDo` describes it. */
  fix: Fix[] | null
  /** What must be true for the finding to be wrong. */
  canBeWrong: string
}

/** Class, document or issue that a rule is based on. */
export interface RuleSource {
  text: string
  url: string | null
}
