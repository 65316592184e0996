import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { findObservedOption, findReportingJobManagers } from '../../observed-option'
import { placeObserved, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { normalizeDirectory } from './directory'
import { storageSources } from './sources'

/** Storage directories as the JobManagers themselves report them. */
export const differs: Rule = {
  id: 'storage/differs-between-job-managers',
  severity: 'error',
  title: 'JobManagers with different storage directories',
  why: 'What one of them writes is read through pointers that name its own directory, but job results and blobs are looked for in each one’s own. Where the other’s directory cannot be reached, nothing is recovered.',
  source: storageSources.storage,
  canBeWrong: 'Two spellings may name the same directory.',
  check(input) {
    if (input.configuration.mode !== 'zookeeper') return []
    const groups = new Map<string, { value: string; masters: string[] }>()
    for (const jm of findReportingJobManagers(input)) {
      const value = findObservedOption(input, jm, 'storageDir')
      const key = normalizeDirectory(input, value)
      if (value === null || key === null) continue
      groups.set(key, { value, masters: [...(groups.get(key)?.masters ?? []), jm.master] })
    }
    if (groups.size < 2) return []
    const shown = [...groups.values()]
      .slice(0, 5)
      .map(({ value, masters }) => `${toList(masters)} ${masters.length === 1 ? 'has' : 'have'} ${quoteForSentence(value)}`)
    const place = placeOf(input, 'storageDir')
    return [
      {
        sentence: `The JobManagers use different storage directories: ${shown.join('; ')}.`,
        whatToDo: `Set ${place.key} alike on all hosts and restart those that differ.`,
        places: [placeObserved('storageDir'), place],
      },
    ]
  },
}
