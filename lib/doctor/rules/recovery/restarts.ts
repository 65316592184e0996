import { findJavaInteger } from '@/lib/flink/configuration/duration'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { recoverySources } from './sources'

const canBeWrong = 'Every job may set a restart strategy of its own.'
const why =
  'A takeover itself does not count as a restart, but a TaskManager that is lost with the leader’s host, or is late to register, does. A job that may not restart ends as failed, and a failed job’s recovery metadata are removed.'

/** Jobs that never restart. */
export const noRestart: Rule = {
  id: 'recovery/no-restart',
  severity: 'warning',
  title: 'Jobs do not restart',
  why,
  source: recoverySources.restart,
  canBeWrong,
  check(input) {
    const { restartStrategy } = input.configuration.effective.options
    const value = restartStrategy.value?.toLowerCase() ?? ''
    if (input.configuration.mode !== 'zookeeper' || !['none', 'off', 'disable'].includes(value)) return []
    const place = placeOf(input, 'restartStrategy')
    return [
      {
        sentence: `${place.key} is ${quoteForSentence(restartStrategy.value ?? '')}: after a takeover the first task that fails ends the job for good.`,
        whatToDo: 'Remove the line: jobs with checkpoints then restart as often as needed.',
        places: [place],
      },
    ]
  },
}

/** Jobs that restart at most once. */
export const fewRestarts: Rule = {
  id: 'recovery/few-restarts',
  severity: 'warning',
  title: 'Jobs restart once at most',
  why,
  source: recoverySources.restart,
  canBeWrong,
  check(input) {
    const { restartStrategy, restartAttempts } = input.configuration.effective.options
    const attempts = findJavaInteger(restartAttempts.value ?? '')
    const isFixed = ['fixed-delay', 'fixeddelay'].includes(restartStrategy.value?.toLowerCase() ?? '')
    if (input.configuration.mode !== 'zookeeper' || !isFixed || attempts === null || attempts > 1) return []
    const [place, strategy] = [placeOf(input, 'restartAttempts'), placeOf(input, 'restartStrategy')]
    const isThere = isSet(restartAttempts)
    return [
      {
        sentence: `${strategy.key} is ${quoteForSentence(restartStrategy.value ?? '')} and ${isThere ? `${place.key} is ${attempts}` : `${place.key} is not set, which means ${attempts}`}: ${attempts < 1 ? 'the first' : 'the second'} task that fails after a takeover ends the job for good.`,
        whatToDo: `Set ${place.key} to what a bad hour may need, e.g. 100${isFlinkAtLeast(input.configuration.effective.version, '1.14') ? ', or use exponential-delay' : ''}.`,
        places: isThere ? [place, strategy] : [strategy, place],
      },
    ]
  },
}
