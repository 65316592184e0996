import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findYarnFacts, getEffectiveAttempts } from './yarn-facts'

/** On YARN there is no standby: a second attempt is all the high availability there is. */
export const singleAttempt: Rule = {
  id: 'yarn/single-attempt',
  severity: 'error',
  title: 'Only one attempt on YARN',
  why: 'On YARN no standby JobManager runs; YARN starts the failed one again. With one attempt it does not, and the application ends with its first failure.',
  source: {
    text: 'Flink, YarnClusterDescriptor.startAppMaster',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-yarn/src/main/java/org/apache/flink/yarn/YarnClusterDescriptor.java',
  },
  canBeWrong: 'A session may be started with -Dyarn.application-attempts; and the ResourceManager’s own yarn-site.xml counts.',
  check(input) {
    const facts = findYarnFacts(input)
    if (!facts?.highAvailability || facts.asked === null) return []
    const { asked, bound } = facts
    const effective = bound ? getEffectiveAttempts(asked, bound) : asked
    if (effective !== 1) return []
    const byFlink = asked === 1
    return [
      {
        sentence: byFlink
          ? 'High availability is on, but Flink asks YARN for one attempt: the first failure of the JobManager ends the application.'
          : `High availability is on, but YARN grants one attempt (${bound?.key ?? ''}): the first failure of the JobManager ends the application.`,
        whatToDo: byFlink
          ? 'Set yarn.application-attempts to 2 or more, or remove it: Flink asks for 2 then.'
          : `Set ${bound?.key ?? ''} to 2 or more in the ResourceManager’s yarn-site.xml and restart it.`,
        places: byFlink || !bound ? [placeOf(input, 'yarnApplicationAttempts')] : [bound.place, placeOf(input, 'yarnApplicationAttempts')],
      },
    ]
  },
}
