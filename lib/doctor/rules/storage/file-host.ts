import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { fixOption } from '../../fix'
import { placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'
import { storageSources } from './sources'

/** `file://data/ha`: with two slashes the first path element is a host. */
export const fileHost: Rule = {
  id: 'storage/file-uri-with-host',
  severity: 'error',
  title: 'A slash is missing after “file://”',
  why: 'What follows two slashes is the name of a host. Flink refuses such a local path when it first uses it.',
  source: storageSources.fileSystem,
  canBeWrong: 'Not, as far as the file read here is the one Flink reads.',
  check(input) {
    const { mode, effective } = input.configuration
    if (mode !== 'zookeeper') return []
    return (['storageDir', 'checkpointDir', 'savepointDir', 'jobResultStorePath'] as const).flatMap((id): Hit[] => {
      const { value } = effective.options[id]
      const match = /^file:\/\/([^/]+)(\/.*)?$/i.exec(value ?? '')
      if (!value || !match) return []
      const [, host = '', path = ''] = match
      // A user and a password there are another fault, and are not shown.
      const isShown = !host.includes('@')
      const meant = host.toLowerCase() === 'localhost' ? `file://${path || '/'}` : `file:///${host}${path}`
      const place = placeOf(input, id)
      return [
        {
          severity: id === 'savepointDir' ? 'warning' : 'error',
          sentence: `${place.key} is ${quoteForSentence(value)}, in which ${isShown ? quoteForSentence(host) : 'what follows two slashes'} is a host: Flink refuses it.`,
          whatToDo: isShown ? `Write ${quoteForSentence(meant)}.` : 'Write the path after three slashes, without user and password.',
          places: [place],
          fix: isShown ? fixOption(input, id, meant) : null,
        },
      ]
    })
  },
}
