import { toConfigurationProblems, type ConfigurationProblem, type ProblemCode } from '@/lib/flink/configuration/problem'
import type { DoctorInput } from '../../doctor-input'
import { findFileLine } from '../../file-lines'
import type { Hit, Rule } from '../../rule'
import { fixProblem } from './fix-problem'
import { readerTexts } from './reader-texts'
import { isReportedElsewhere } from './reported-elsewhere'

/** Limit per kind: a file with more faults of one kind is most likely another kind of file. */
const maxHits = 25

/**
 * The problems that the files' readers found, one rule per kind: the reader made the check, the rule adds why it
 * matters, how it can be wrong and, where only one fix is possible, the fix. Problems keep their severity.
 */
export const readerRules: readonly Rule[] = (Object.keys(readerTexts) as ProblemCode[]).map((code) => ({
  ...readerTexts[code],
  severity: 'warning',
  check: (input) =>
    toHits(
      input,
      getProblems(input).filter(
        (problem) => problem.code === code && !isHarmless(problem, input.files) && !isReportedElsewhere(problem, input),
      ),
    ),
}))

function toHits(input: DoctorInput, problems: readonly ConfigurationProblem[]): Hit[] {
  const hits = problems.slice(0, maxHits).map((problem) => toHit(input, problem))
  const [last, more] = [hits.at(-1), problems.length - hits.length]
  return last && more > 0
    ? [...hits.slice(0, -1), { ...last, sentence: `${last.sentence} There ${more === 1 ? 'is one more' : `are ${more} more`} like it.` }]
    : hits
}

function getProblems({ configuration, yarnSite }: DoctorInput): ConfigurationProblem[] {
  const all = dropTwins([...configuration.problems, ...toConfigurationProblems('yarn-site.xml', yarnSite?.problems ?? [])])
  // Opening a file and parsing it have limits of their own: one of the two reports is enough.
  const problems = all.filter(
    ({ code, file }, index) => code !== 'too-large' || !all.slice(index + 1).some((other) => other.code === code && other.file === file),
  )
  const binary = new Set(problems.filter(({ code }) => code === 'binary').map(({ file }) => file))
  // The lines of a binary file mean nothing.
  return binary.size === 0 ? problems : problems.filter(({ code, file, line }) => code === 'binary' || line === null || !binary.has(file))
}

/** Two readers may report the same problem. */
function dropTwins(problems: readonly ConfigurationProblem[]): ConfigurationProblem[] {
  return [
    ...new Map(
      problems.map((problem) => [`${problem.code} ${problem.file}:${problem.line} ${problem.key} ${problem.sentence}`, problem]),
    ).values(),
  ]
}

/** bin/config.sh strips double quotes from JVM options, and nothing else reads those; `---` only begins a YAML document. */
function isHarmless({ code, key, file, line }: ConfigurationProblem, files: DoctorInput['files']): boolean {
  if (code === 'missing-colon') return findFileLine(files, file, line)?.trim() === '---'
  return code === 'quotes-kept' && key?.startsWith('env.java.opts') === true && /:\s+"[^"]*"/.test(findFileLine(files, file, line) ?? '')
}

function toHit(input: DoctorInput, problem: ConfigurationProblem): Hit {
  const { code, severity, sentence, whatToDo, file, line, key } = problem
  return {
    severity,
    sentence,
    whatToDo,
    places: [{ file, line, key }],
    fix: fixProblem(input, problem),
    ...(code === 'duplicate-line' && file !== 'masters' ? { why: 'The line names one server fewer than it seems.' } : {}),
  }
}
