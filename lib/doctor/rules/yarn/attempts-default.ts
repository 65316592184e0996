import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findYarnFacts } from './yarn-facts'

/** Two attempts survive one failure. */
export const attemptsDefault: Rule = {
  id: 'yarn/attempts-default',
  severity: 'note',
  title: 'Number of attempts left at its default',
  why: 'With high availability Flink asks for 2 attempts, the first one included, so one failure is tolerated (since Hadoop 2.6 one in each validity interval).',
  source: {
    text: 'Flink, YarnClusterDescriptor.startAppMaster (YarnConfiguration.DEFAULT_RM_AM_MAX_ATTEMPTS)',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-yarn/src/main/java/org/apache/flink/yarn/YarnClusterDescriptor.java',
  },
  canBeWrong: 'A session may be started with -Dyarn.application-attempts.',
  check(input) {
    const facts = findYarnFacts(input)
    const { yarnApplicationAttempts: option } = input.configuration.effective.options
    if (!facts?.highAvailability || isSet(option) || facts.bound?.attempts === 1) return []
    return [
      {
        sentence: 'yarn.application-attempts is not set, so Flink asks YARN for 2 attempts: one failure of the JobManager is tolerated.',
        whatToDo: 'Set yarn.application-attempts to as many as YARN grants (yarn.resourcemanager.am.max-attempts), e.g. 4 on both sides.',
        places: [placeOf(input, 'yarnApplicationAttempts')],
      },
    ]
  },
}
