import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findYarnFacts } from './yarn-facts'

/** A second attempt without recovery metadata starts with no jobs. */
export const attemptsWithoutHa: Rule = {
  id: 'yarn/attempts-without-ha',
  severity: 'warning',
  title: 'Several attempts without high availability',
  why: 'A JobManager that YARN starts again finds its jobs only through the high availability services. Without them a session comes back empty, and an application begins anew, without its checkpoints.',
  source: {
    text: 'Flink, YarnClusterDescriptor.startAppMaster',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-yarn/src/main/java/org/apache/flink/yarn/YarnClusterDescriptor.java',
  },
  canBeWrong: 'Beginning anew may be what is wanted; and the mode may be set with -D when a session is started.',
  check(input) {
    const facts = findYarnFacts(input)
    if (
      facts?.highAvailability !== false ||
      facts.asked === null ||
      facts.asked < 2 ||
      !isSet(input.configuration.effective.options.yarnApplicationAttempts)
    )
      return []
    return [
      {
        sentence: `Flink asks YARN for ${facts.asked} attempts, but high availability is off: a restarted JobManager does not recover its jobs.`,
        whatToDo: 'Turn high availability on (zookeeper, with a quorum and a storage directory), or remove yarn.application-attempts.',
        places: [placeOf(input, 'yarnApplicationAttempts'), placeOf(input, 'mode')],
      },
    ]
  },
}
