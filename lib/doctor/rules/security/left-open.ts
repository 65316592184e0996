import type { DoctorInput } from '../../doctor-input'
import type { Hit, Rule } from '../../rule'
import { pidDirInTmp } from '../environment/pid-dir-in-tmp'
import { openRest } from './open-rest'
import { openZnodes } from './open-znodes'

/** Each applies to nearly every folder: together they are one note. */
const parts: readonly { rule: Rule; words: string }[] = [
  { rule: openRest, words: 'the REST API takes requests from anyone who reaches it' },
  { rule: openZnodes, words: 'every ZooKeeper client may write Flink’s znodes' },
  { rule: pidDirInTmp, words: 'pid files lie in /tmp' },
]

export const leftOpen: Rule = {
  id: 'security/left-open',
  severity: 'note',
  title: 'Open unless the network or the system guards it',
  why: 'Flink’s defaults leave access and upkeep to what stands around it: a firewall, ZooKeeper’s rights, a system that keeps /tmp.',
  source: {
    text: 'Flink documentation, “SSL setup” and “ZooKeeper security”; bin/flink-daemon.sh',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/security/security-ssl/',
  },
  canBeWrong:
    'A firewall or a proxy with accounts may stand in front, and this system may never empty /tmp; that is how most clusters are kept.',
  check(input) {
    const found = parts.flatMap(({ rule, words }) => findNotes(rule, input).map((hit) => ({ hit, words })))
    if (found.length === 0) return []
    const sentence = found.map(({ words }) => words).join('; ')
    return [
      {
        sentence: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
        whatToDo: found.map(({ hit }) => hit.whatToDo).join(' '),
        places: found.flatMap(({ hit }) => hit.places.slice(0, 1)),
      },
    ]
  },
}

/** The rule without its notes, which `leftOpen` reports together; a hit that is more than a default stays a finding of its own. */
export function withoutNotes(rule: Rule): Rule {
  return { ...rule, check: (input) => rule.check(input).filter((hit) => !isNote(rule, hit)) }
}

function findNotes(rule: Rule, input: DoctorInput): Hit[] {
  return rule.check(input).filter((hit) => isNote(rule, hit))
}

function isNote(rule: Rule, { severity }: Hit): boolean {
  return (severity ?? rule.severity) === 'note'
}
