import { toConfigurationProblems, type ConfigurationProblem, type ProblemCode } from '@/lib/flink/configuration/problem'
import type { DoctorInput } from '../../doctor-input'
import { findFileLine } from '../../file-lines'
import type { Hit, Rule } from '../../rule'
import { mendProblem } from './mend-problem'
import { readerTexts } from './reader-texts'
import { isToldElsewhere } from './told-elsewhere'

const maxHits = 100

/**
 * What the readers of the files found, one rule for each kind: the check was made while reading, the rule adds why it
 * matters, how it can be wrong and, where only one text can be meant, the mended one. Problems keep their severity.
 */
export const readerRules: readonly Rule[] = (Object.keys(readerTexts) as ProblemCode[]).map((code) => ({
  ...readerTexts[code],
  severity: 'warning',
  check: (input) => getProblems(input).filter((problem) => problem.code === code && !isHarmless(problem, input.files) && !isToldElsewhere(problem, input)).slice(0, maxHits).map((problem) => toHit(input, problem)),
}))

function getProblems({ configuration, yarnSite }: DoctorInput): ConfigurationProblem[] {
  const problems = [...configuration.problems, ...toConfigurationProblems('yarn-site.xml', yarnSite?.problems ?? [])]
  const binary = new Set(problems.filter(({ code }) => code === 'binary').map(({ file }) => file))
  // Of a file that is no text the lines have nothing to say.
  return binary.size === 0 ? problems : problems.filter(({ code, file, line }) => code === 'binary' || line === null || !binary.has(file))
}

/** bin/config.sh takes double quotes off JVM options, and nothing else reads those; `---` only begins a document of YAML. */
function isHarmless({ code, key, file, line }: ConfigurationProblem, files: DoctorInput['files']): boolean {
  if (code === 'missing-colon') return findFileLine(files, file, line)?.trim() === '---'
  return code === 'quotes-kept' && key?.startsWith('env.java.opts') === true && /:\s+"[^"]*"/.test(findFileLine(files, file, line) ?? '')
}

function toHit(input: DoctorInput, problem: ConfigurationProblem): Hit {
  const { severity, sentence, whatToDo, file, line, key } = problem
  return { severity, sentence, whatToDo, places: [{ file, line, key }], mend: mendProblem(input, problem) }
}
