import type { ProblemSeverity } from '@/lib/flink/configuration/problem'
import type { DoctorInput } from './doctor-input'
import type { Finding, Fix, Place, RuleSource } from './finding'

/** The groups of rules; the page and the command line group findings by them. */
export const ruleGroups = [
  'files',
  'options',
  'zookeeper',
  'storage',
  'masters',
  'network',
  'recovery',
  'environment',
  'yarn',
  'security',
] as const
export type RuleGroup = (typeof ruleGroups)[number]

/** One hit of a rule: what differs from hit to hit. */
export interface Hit {
  sentence: string
  whatToDo: string
  places: Place[]
  fix?: Fix[] | null
  /** Only where it differs from the rule's own. */
  severity?: ProblemSeverity
  why?: string
}

/** One check, in a file of its own. Pure: reads only its input, and no clock. */
export interface Rule {
  /** `group/name`, never changed: SARIF files and suppressions contain it. */
  id: `${RuleGroup}/${string}`
  /** error: HA does not work or data can be lost; warning: works until it matters; note: worth knowing. */
  severity: ProblemSeverity
  /** A short name in sentence case. */
  title: string
  why: string
  source: RuleSource
  canBeWrong: string
  check(input: DoctorInput): Hit[]
}

export function toFinding(rule: Rule, hit: Hit): Finding {
  const places = hit.places.length > 0 ? hit.places : [{ file: null, line: null, key: null }]
  const where = places.map(({ file, key }) => `${file ?? ''}:${key ?? ''}`).join('|')
  return {
    id: `${rule.id}@${where}`.slice(0, 300),
    rule: rule.id,
    severity: hit.severity ?? rule.severity,
    sentence: hit.sentence,
    why: hit.why ?? rule.why,
    source: rule.source,
    whatToDo: hit.whatToDo,
    places,
    fix: hit.fix ?? null,
    canBeWrong: rule.canBeWrong,
  }
}
