import type { ProblemSeverity } from '@/lib/flink/configuration/problem'

/** Where a finding stands. `file` null: it is about what was observed, not about a text. Lines count from 1. */
export interface Place {
  file: string | null
  line: number | null
  key: string | null
}

/** One change to one file. Lines are those of the text as it was read; several edits of a file never touch one line. */
export type Edit =
  | { kind: 'replace'; line: number; text: string }
  | { kind: 'remove'; line: number }
  /** `line` 0: in front of all others. */
  | { kind: 'insert-after'; line: number; text: string }
  | { kind: 'append'; text: string }

export interface Mend {
  file: string
  edits: Edit[]
}

/** What the doctor says about one place (or several that belong together). */
export interface Finding {
  /** Stable while the fault stays: rule and places, without line numbers that move. */
  id: string
  rule: string
  severity: ProblemSeverity
  /** What is wrong, with the values in question. */
  sentence: string
  /** Why it matters, and where that is known from. */
  why: string
  source: RuleSource
  whatToDo: string
  /** First the one to look at. Never empty. */
  places: Place[]
  /** null: what is right depends on more than the texts tell, so only `whatToDo` says it. */
  mend: Mend[] | null
  /** What must be true for the finding to be wrong. */
  canBeWrong: string
}

/** Class, document or issue that a rule rests on. */
export interface RuleSource {
  text: string
  url: string | null
}
