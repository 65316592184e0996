import { quoteForSentence, showKey } from '@/lib/flink/configuration/problem'
import { findDeployment } from '../../deployment'
import { fixByUnsetting } from '../../fix'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findYarnFacts } from './yarn-facts'

/** On YARN each application has an id of its own, which a configured one overrides. */
export const fixedClusterId: Rule = {
  id: 'yarn/fixed-cluster-id',
  severity: 'warning',
  title: 'Cluster id set on YARN',
  why: 'On YARN the application’s id is the cluster id unless one is configured. With a configured one, two applications of this folder share znodes and files: they take each other’s leadership and jobs.',
  source: {
    text: 'Flink, YarnClusterDescriptor.setHAClusterIdIfNotSet; its documentation’s warning (pull request 14577)',
    url: 'https://github.com/apache/flink/pull/14577/files',
  },
  canBeWrong: 'One application at a time may be meant to find its jobs again under a fixed id; or standalone clusters share the folder.',
  check(input) {
    const facts = findYarnFacts(input)
    const { from, value } = input.configuration.effective.options.clusterId
    if (!facts?.highAvailability || typeof from !== 'object' || from === null || value === null) return []
    return [
      {
        sentence: `${showKey(from.key)} is ${quoteForSentence(value)} for every application that is started from here on YARN.`,
        whatToDo: 'Remove it, so that each application has its own; name it with -D only to take up what a former one left behind.',
        places: [placeOf(input, 'clusterId')],
        // A standalone cluster without its id would look for its jobs below another znode.
        fix: findDeployment(input) === 'yarn' ? fixByUnsetting(input, 'clusterId') : null,
      },
    ]
  },
}
