import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findYarnFacts } from './yarn-facts'

/** YARN's own limit applies, and only the ResourceManager's log reports it. */
export const attemptsBounded: Rule = {
  id: 'yarn/attempts-bounded',
  severity: 'warning',
  title: 'More attempts asked for than YARN grants',
  why: 'The ResourceManager takes its own limit instead of a number above it, so the application fails after fewer failures of the JobManager than it is configured for.',
  source: {
    text: 'Hadoop, RMAppManager and RMAppImpl (tried with Hadoop 3.4.3); Flink documentation, “High availability on YARN”',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/resource-providers/yarn/#high-availability-on-yarn',
  },
  canBeWrong: 'The ResourceManager’s own yarn-site.xml counts; the one here may be only a client’s.',
  check(input) {
    const facts = findYarnFacts(input)
    const option = input.configuration.effective.options.yarnApplicationAttempts
    if (!facts?.bound || facts.asked === null || !isSet(option) || facts.asked <= facts.bound.attempts) return []
    const { asked, bound } = facts
    return [
      {
        sentence: `Flink asks for ${asked} attempts, but YARN grants ${bound.attempts} (${bound.key}${bound.isDefault ? ', by default' : ''}): ${bound.attempts} are what counts.`,
        whatToDo: `Set ${bound.key} to ${asked} or more in the ResourceManager’s yarn-site.xml and restart it, or ask for ${bound.attempts}.`,
        places: [placeOf(input, 'yarnApplicationAttempts'), bound.place],
      },
    ]
  },
}
