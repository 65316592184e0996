import { hidden, hideInText, longestLine } from './secrets'

/** Problems that readers of configuration find. The doctor builds its findings on these, so codes are a closed set. */
export type ProblemCode =
  | 'alias-bomb'
  | 'bad-boolean'
  | 'bad-duration'
  | 'bad-host'
  | 'bad-key'
  | 'bad-member'
  | 'bad-mode'
  | 'bad-number'
  | 'bad-port'
  | 'bad-port-range'
  | 'bad-znode-path'
  | 'binary'
  | 'both-files'
  | 'byte-order-mark'
  | 'carriage-return'
  | 'different-values'
  | 'duplicate-key'
  | 'duplicate-line'
  | 'empty'
  | 'extra-words'
  | 'hash-cuts-value'
  | 'ipv6-in-script'
  | 'key-not-read'
  | 'other-ha-services'
  | 'list-value'
  | 'missing-colon'
  | 'missing-file'
  | 'missing-port'
  | 'missing-value'
  | 'not-a-file'
  | 'not-high-availability'
  | 'not-xml'
  | 'not-yaml'
  | 'option-looking-host'
  | 'quotes-kept'
  | 'reversed-range'
  | 'too-deep'
  | 'too-large'
  | 'unreadable'
  | 'version-unknown'
  | 'wrong-file'
  | 'xml-entities'

/** error: HA does not work or Flink does not start; warning: Flink reads it otherwise than it looks; note: worth knowing. */
export type ProblemSeverity = 'error' | 'warning' | 'note'

/** A problem at one place in one text. `line` and `column` count from 1; null: it concerns the whole text. */
export interface LineProblem {
  code: ProblemCode
  severity: ProblemSeverity
  line: number | null
  column: number | null
  key: string | null
  sentence: string
  whatToDo: string
}

/** A problem with its file; `file` null: it concerns no single file. */
export interface ConfigurationProblem extends LineProblem {
  file: string | null
}

const maxKey = 200
const maxProblems = 500

type ProblemPlace = { line?: number | null; column?: number | null; key?: string | null }

export function makeProblem(
  code: ProblemCode,
  severity: ProblemSeverity,
  place: ProblemPlace,
  sentence: string,
  whatToDo: string,
): LineProblem {
  return {
    code,
    severity,
    line: place.line ?? null,
    column: place.column ?? null,
    key: place.key?.slice(0, maxKey) ?? null,
    sentence,
    whatToDo,
  }
}

export function toConfigurationProblems(file: string | null, problems: readonly LineProblem[]): ConfigurationProblem[] {
  return problems.slice(0, maxProblems).map((problem) => ({ ...problem, file }))
}

/** A value as it may appear in a sentence: without secrets, bounded, control characters made visible, never a whole hostile line. */
export function quoteForSentence(value: string, limit = 60): string {
  const open = value.length > longestLine ? hidden : hideInText(value)
  const shown = open.length > limit ? `${open.slice(0, limit)}…` : open
  // Control and bidirectional characters would let a config line rewrite the sentence it is quoted in.
  return `“${shown.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)}”`
}

/** Quotes a part of a value, or the whole where it has a secret: the part alone may not show that it is one. */
export function quotePart(part: string, whole: string): string {
  return quoteForSentence(whole.length <= longestLine && hideInText(whole) === whole ? part : whole)
}

/** A key in a sentence: unchanged when it looks like one, else quoted and bounded. */
export function showKey(key: string): string {
  return /^[A-Za-z0-9_.<-]{1,120}$/.test(key) ? key : quoteForSentence(key)
}
