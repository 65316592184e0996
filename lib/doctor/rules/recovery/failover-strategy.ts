import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { fixOption } from '../../fix'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { recoverySources } from './sources'

/** Restart scope after a failed task: by default, since 1.11, only the connected region. */
export const failoverStrategy: Rule = {
  id: 'recovery/failover-strategy',
  severity: 'note',
  title: 'One failed task restarts all',
  why: 'With region, the default since 1.11, only tasks that are connected to the failed one restart. With full all do, so a TaskManager that is late after a takeover sets the whole job back once more.',
  source: recoverySources.failover,
  canBeWrong: 'In a job whose tasks are all connected the two do the same. The adaptive scheduler does not read the option.',
  check(input) {
    const {
      mode,
      effective: { options, version },
    } = input.configuration
    const value = options.failoverStrategy.value ?? ''
    if (mode !== 'zookeeper' || !isFlinkAtLeast(version, '1.10') || !isSet(options.failoverStrategy) || value.toLowerCase() === 'region')
      return []
    const place = placeOf(input, 'failoverStrategy')
    const isFull = value.toLowerCase() === 'full'
    return [
      {
        severity: isFull ? 'note' : 'error',
        sentence: isFull
          ? `${place.key} is full: any failed task restarts the whole job.`
          : `${place.key} is ${quoteForSentence(value)}, which Flink ${version.text} does not know: no job can be started or recovered.`,
        whatToDo: 'Remove the line, or write region.',
        places: [place],
        fix: fixOption(input, 'failoverStrategy', 'region'),
      },
    ]
  },
}
