import { optionIds } from '@/lib/flink/configuration/options/table'
import { quoteForSentence, showKey } from '@/lib/flink/configuration/problem'
import { hideInText } from '@/lib/flink/configuration/secrets'
import type { DoctorInput } from '../../doctor-input'
import { isSet, placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'

/** An unfilled placeholder in an option that high availability depends on. */
export const placeholder: Rule = {
  id: 'options/placeholder',
  severity: 'warning',
  title: 'A placeholder left in a value',
  why: 'Flink takes a value as it stands: it fills in no template and no environment variable, so what is named there does not exist.',
  source: {
    text: 'Flink, GlobalConfiguration.loadConfiguration; the template flink-conf.yaml of its distribution',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/resources/flink-conf.yaml',
  },
  canBeWrong:
    'Something may fill it in before Flink reads the file, as the entrypoint of Flink’s Docker image does with environment variables.',
  check(input) {
    return optionIds.flatMap((id): Hit[] => {
      const option = input.configuration.effective.options[id]
      // Scripts run these through a shell, and a table of JVM options may hold anything.
      const fault = isSet(option) && !option.keys[0]?.startsWith('env.') ? findFault(option.value ?? '') : null
      if (fault === null) return []
      const place = placeOf(input, id)
      return [
        {
          severity: severityOf(input, id),
          sentence: `${showKey(place.key ?? '')} is ${quoteForSentence(option.value ?? '')}: ${fault}.`,
          whatToDo: 'Write the real value.',
          places: [place],
        },
      ]
    })
  },
}

const needed = new Set<string>(['storageDir', 'quorum'])

/** Without these two no JobManager takes part in the election. */
function severityOf({ configuration: { mode } }: DoctorInput, id: string): 'error' | 'warning' {
  return mode === 'zookeeper' && needed.has(id) ? 'error' : 'warning'
}

function findFault(text: string): string | null {
  // Hidden before the text is cut: a part of a password would not be recognized.
  const value = hideInText(text).slice(0, 1_000)
  const variable = /\$\{[^{}]{1,100}\}|\{\{[^{}]{1,100}\}\}|\$[A-Z_][A-Z0-9_]{0,100}/.exec(value)?.[0]
  if (variable) return `${quoteForSentence(variable)} is not filled in`
  const template = /<[a-z][^<>]{0,100}>|\b(?:namenode-host|your-[a-z-]{1,40})\b/i.exec(value)?.[0]
  if (template) return `${quoteForSentence(template)} is a placeholder`
  const port = /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/@:[\]]{1,255}:([^/@]{0,50})(?:\/|$)/i.exec(value)?.[1]
  return port !== undefined && !/^\d{1,5}$/.test(port) ? `${quoteForSentence(port)} is no port` : null
}
