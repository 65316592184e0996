import { findJavaInteger } from '@/lib/flink/configuration/duration'
import { findMilliseconds } from '@/lib/flink/configuration/option-values'
import { fixByUnsetting } from '../../fix'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toPreciseDurationText } from '@/lib/base/durations'
import { findAskedTimeout } from './session-times'
import { zookeeperSources } from './sources'

/** Curator itself warns of such a pair in the JobManager’s log. */
export const connectionTimeout: Rule = {
  id: 'zookeeper/connection-timeout',
  severity: 'warning',
  title: 'Waiting for a connection longer than a session lasts',
  why: 'Curator, the client within Flink, warns of it in the log: it gives a dead connection up for good only after the longer of the two times, when the session and the leadership are lost already.',
  source: {
    text: 'Curator, CuratorZookeeperClient',
    url: 'https://github.com/apache/curator/blob/apache-curator-5.4.0/curator-client/src/main/java/org/apache/curator/CuratorZookeeperClient.java',
  },
  canBeWrong: 'The members may always answer at once, so that nothing is ever waited for.',
  check(input) {
    const { mode, effective } = input.configuration
    const asked = findAskedTimeout(input)
    const connection = findMilliseconds(effective.options.connectionTimeout.value, effective.version)
    const isChosen = isSet(effective.options.connectionTimeout) || isSet(effective.options.sessionTimeout)
    if (mode !== 'zookeeper' || asked === null || connection === null || !isChosen || connection <= asked) return []
    const [first, second] = isSet(effective.options.connectionTimeout)
      ? (['connectionTimeout', 'sessionTimeout'] as const)
      : (['sessionTimeout', 'connectionTimeout'] as const)
    return [
      {
        sentence: `Flink waits ${toPreciseDurationText(connection)} for a connection to ZooKeeper, longer than the session of ${toPreciseDurationText(asked)} that it asks for.`,
        whatToDo: `Set ${placeOf(input, 'connectionTimeout').key} to less than the session timeout, a third of it at most.`,
        places: [placeOf(input, first), placeOf(input, second)],
      },
    ]
  },
}

/** No retry: every lost connection is an error at once. */
export const noRetry: Rule = {
  id: 'zookeeper/no-retry',
  severity: 'warning',
  title: 'No second try with ZooKeeper',
  why: 'A request that meets a lost connection fails at once: a checkpoint is not stored, a job is not accepted or the JobManager ends, only because one member was restarted.',
  source: zookeeperSources.zooKeeperUtils,
  canBeWrong: 'Processes that are started again at once by something else may be meant to end early.',
  check(input) {
    const { maxRetryAttempts } = input.configuration.effective.options
    const attempts = findJavaInteger(maxRetryAttempts.value ?? '')
    if (input.configuration.mode !== 'zookeeper' || !isSet(maxRetryAttempts) || attempts === null || attempts > 0) return []
    const place = placeOf(input, 'maxRetryAttempts')
    return [
      {
        sentence: `${place.key} is ${attempts}: a request to ZooKeeper that fails once is not repeated.`,
        whatToDo: 'Remove the line (the default is 3), or set it to 3 or more.',
        places: [place],
        fix: fixByUnsetting(input, 'maxRetryAttempts'),
      },
    ]
  },
}
