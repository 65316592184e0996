import { findJavaInteger } from '@/lib/flink/configuration/duration'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findYarnFacts } from './yarn-facts'

/** Without a validity interval a long-running application uses up its attempts. */
export const failuresForEver: Rule = {
  id: 'yarn/failures-for-ever',
  severity: 'warning',
  title: 'Failures are counted for ever',
  why: 'With a validity interval YARN counts only the failures within it (since Hadoop 2.6). Without one, failures that are months apart add up until the application is ended.',
  source: {
    text: 'Flink, YarnConfigOptions.APPLICATION_ATTEMPT_FAILURE_VALIDITY_INTERVAL (tried with Hadoop 3.4.3)',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#yarn-application-attempt-failures-validity-interval',
  },
  canBeWrong: 'It may be wanted that a JobManager which keeps failing ends at last.',
  check(input) {
    const facts = findYarnFacts(input)
    const option = input.configuration.effective.options.yarnFailuresValidityInterval
    const interval = option.value === null ? null : findJavaInteger(option.value)
    if (!facts?.highAvailability || !isSet(option) || interval === null || interval > 0) return []
    return [
      {
        sentence: `The validity interval is ${interval}: every failure of the JobManager since the application’s start counts.`,
        whatToDo:
          'Set yarn.application-attempt-failures-validity-interval to the milliseconds within which failures are to add up, e.g. 3600000; by default 10000.',
        places: [placeOf(input, 'yarnFailuresValidityInterval')],
      },
    ]
  },
}
