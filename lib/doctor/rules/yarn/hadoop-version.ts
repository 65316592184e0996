import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findYarnFacts } from './yarn-facts'

/** The effect of a failed JobManager depends on Hadoop's version, which no file here names. */
export const hadoopVersion: Rule = {
  id: 'yarn/hadoop-version',
  severity: 'note',
  title: 'What happens to containers depends on Hadoop’s version',
  why: 'Flink asks for kept containers and a validity interval where the Hadoop on its class path knows them, and says nothing where it does not.',
  source: {
    text: 'Flink, YarnClusterDescriptor.activateHighAvailabilitySupport; FLINK-2790',
    url: 'https://issues.apache.org/jira/browse/FLINK-2790',
  },
  canBeWrong: 'It is a remark, not a fault.',
  check(input) {
    const facts = findYarnFacts(input)
    if (!facts?.highAvailability) return []
    const { version, options } = input.configuration.effective
    const interval = isFlinkAtLeast(version, '1.5')
      ? `yarn.application-attempt-failures-validity-interval (${/^\d{1,10}$/.test(options.yarnFailuresValidityInterval.value ?? '') ? options.yarnFailuresValidityInterval.value : '10000'} ms)`
      : 'Flink’s Akka timeout (10 s by default)'
    return [
      {
        sentence: `When the JobManager fails, Hadoop 2.3 restarts all containers, 2.4 and 2.5 keep the TaskManagers’, and 2.6 and later also forget failures older than ${interval}; failures further apart than that never end the application.`,
        whatToDo:
          'Know the Hadoop version of the cluster (yarn version), and choose the interval longer than one failover takes, so that a JobManager that cannot start is given up.',
        places: [placeOf(input, 'yarnFailuresValidityInterval')],
      },
    ]
  },
}
