import { quoteForSentence } from '@/lib/flink/configuration/problem'
import type { DirectoryState, DoctorInput } from '../../doctor-input'
import type { ProblemSeverity } from '@/lib/flink/configuration/problem'
import { placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'
import { findLocalDirectory } from './directory'
import { storageSources } from './sources'

/** State of the directories on this machine, which is one of the JobManagers'. */
export const unusableDirectory: Rule = {
  id: 'storage/unusable-directory',
  severity: 'warning',
  title: 'A directory that cannot be used here',
  why: 'A JobManager that cannot write there cannot accept a job, and one that cannot read there cannot recover any.',
  source: storageSources.blobs,
  canBeWrong:
    'Flink may run as another user than this check, or a mount may come later. Flink makes a directory that is missing, if it may.',
  check(input) {
    if (input.configuration.mode !== 'zookeeper') return []
    return (['storageDir', 'checkpointDir', 'jobResultStorePath'] as const).flatMap((id) => checkDirectory(input, id))
  },
}

function checkDirectory(input: DoctorInput, id: 'storageDir' | 'checkpointDir' | 'jobResultStorePath'): Hit[] {
  const path = findLocalDirectory(input, id)
  const state = path === null ? undefined : input.environment.directories.get(path)
  const fault = state && findFault(state)
  if (path === null || !fault) return []
  const place = placeOf(input, id)
  return [
    {
      severity: fault.severity,
      sentence: `${place.key} is ${quoteForSentence(path)}, which ${fault.text} on this machine.`,
      whatToDo: fault.whatToDo,
      places: [place],
    },
  ]
}

function findFault({ state, readable, writable }: DirectoryState): { severity: ProblemSeverity; text: string; whatToDo: string } | null {
  if (state === 'not-a-folder') return { severity: 'error', text: 'is no folder', whatToDo: 'Name a folder.' }
  if (state === 'missing')
    return {
      severity: 'note',
      text: 'is not there',
      whatToDo: 'Check that it is the right path and, if it is to be a mount, that it is mounted before Flink starts.',
    }
  if (state === 'denied')
    return {
      severity: 'warning',
      text: 'may not be looked at by this user',
      whatToDo: 'Check that the user Flink runs as may read and write there.',
    }
  if (readable && writable) return null
  return {
    severity: 'warning',
    text: `this user may not ${readable ? 'write to' : writable ? 'read' : 'read or write'}`,
    whatToDo: 'Check that the user Flink runs as may read and write there.',
  }
}
