import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { fixByRemoving } from '../../fix'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'

/** Options that Flink defines and never reads. */
export const withoutEffect: Rule = {
  id: 'options/without-effect',
  severity: 'note',
  title: 'An option without effect',
  why: 'The delay before a new leader recovered its jobs went with the old JobManager in 1.9. The option stayed defined until 2.0 and nothing asks for it.',
  source: {
    text: 'Flink, HighAvailabilityOptions.HA_JOB_DELAY',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java',
  },
  canBeWrong: 'The line may be kept for an older Flink that shares the file.',
  check(input) {
    const {
      version,
      options: { jobDelay },
    } = input.configuration.effective
    if (!isSet(jobDelay) || !isFlinkAtLeast(version, '1.9')) return []
    const place = placeOf(input, 'jobDelay')
    return [
      {
        sentence: `${place.key ?? ''} has no effect in Flink ${version.text}: a new leader recovers its jobs at once.`,
        whatToDo: 'Remove the line.',
        places: [place],
        fix: place.file === null ? null : fixByRemoving(input, place.file, place.line),
      },
    ]
  },
}
