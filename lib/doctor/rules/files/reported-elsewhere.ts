import type { ConfigurationProblem, ProblemCode } from '@/lib/flink/configuration/problem'
import { findDeployment } from '../../deployment'
import type { DoctorInput } from '../../doctor-input'
import type { Hit, Rule } from '../../rule'
import { duplicateId } from '../zookeeper/duplicate-id'
import { modeOff } from '../zookeeper/mode-off'

/** Problems that a rule which sees several files reports better: then the reader's report is left out. */
const better: Partial<Record<ProblemCode, (problem: ConfigurationProblem, input: DoctorInput) => boolean>> = {
  // On YARN there is one JobManager, on any node: masters has no effect there.
  'missing-file': ({ file }, input) => file === 'masters' && findDeployment(input) === 'yarn',
  'not-high-availability': (_problem, input) => checkOnce(modeOff, input).length > 0,
  'duplicate-key': ({ file, line }, input) =>
    file === 'zoo.cfg' && checkOnce(duplicateId, input).some(({ places }) => places.some((place) => place.line === line)),
}

export function isReportedElsewhere(problem: ConfigurationProblem, input: DoctorInput): boolean {
  return better[problem.code]?.(problem, input) ?? false
}

const checked = new WeakMap<DoctorInput, Map<string, Hit[]>>()

/** A reader may have found hundreds of problems: the other rule runs once for all of them. */
function checkOnce(rule: Rule, input: DoctorInput): Hit[] {
  const known = checked.get(input) ?? new Map<string, Hit[]>()
  const hits = known.get(rule.id) ?? rule.check(input)
  checked.set(input, known.set(rule.id, hits))
  return hits
}
