import { finishUnits, type Units } from '@/lib/base/units'
import type { ProblemSeverity } from '@/lib/flink/configuration/problem'
import { hideInText } from '@/lib/flink/configuration/secrets'
import type { DoctorInput } from './doctor-input'
import type { Finding, Fix } from './finding'
import { isFixable } from './fix'
import { toFinding, type Hit, type Rule } from './rule'
import { rules as allRules } from './rules/all'

const order: Record<ProblemSeverity, number> = { error: 0, warning: 1, note: 2 }
const maxFindingsPerRule = 100

/** Runs every rule. Pure; findings worst first, then by file and line. */
export function runDoctor(input: DoctorInput, rules: readonly Rule[] = allRules): Finding[] {
  return finishUnits(runDoctorInUnits(input, rules))
}

/** `runDoctor` with a rule per unit: each rule's work is bounded, but all of them together are too much for one turn of the event loop. */
export function* runDoctorInUnits(input: DoctorInput, rules: readonly Rule[] = allRules): Units<Finding[]> {
  const findings: Finding[] = []
  for (const rule of rules) {
    const hits = rule.check(input).slice(0, maxFindingsPerRule)
    findings.push(...hits.map((hit) => withoutSecrets(toFinding(rule, { ...hit, fix: toPossible(hit.fix, input) }))))
    yield
  }
  return numberTwins(findings.sort(compareFindings))
}

/** Hides secrets: sentences quote values, and findings appear on pages, in reports, the journal and the log. */
function withoutSecrets(finding: Finding): Finding {
  const { sentence, why, whatToDo } = finding
  return { ...finding, sentence: hideInText(sentence), why: hideInText(why), whatToDo: hideInText(whatToDo) }
}

function toPossible(fix: Hit['fix'], { files }: DoctorInput): Fix[] | null {
  return fix?.every(({ file }) => isFixable(files[file])) ? fix : null
}

export function countFindings(findings: readonly Finding[]): { errors: number; warnings: number; notes: number } {
  const count = (severity: ProblemSeverity) => findings.filter((finding) => finding.severity === severity).length
  return { errors: count('error'), warnings: count('warning'), notes: count('note') }
}

function compareFindings(one: Finding, other: Finding): number {
  const [here, there] = [one.places[0], other.places[0]]
  return (
    order[one.severity] - order[other.severity] ||
    (here?.file ?? '~').localeCompare(there?.file ?? '~') ||
    (here?.line ?? 0) - (there?.line ?? 0) ||
    one.rule.localeCompare(other.rule)
  )
}

/** Two hits of one rule at one key get different ids, the same ones on each run. */
function numberTwins(findings: Finding[]): Finding[] {
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const count = (seen.get(finding.id) ?? 0) + 1
    seen.set(finding.id, count)
    return count === 1 ? finding : { ...finding, id: `${finding.id}#${count}` }
  })
}
