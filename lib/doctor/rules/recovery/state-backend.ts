import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isFlinkAtLeast, type FlinkVersion } from '@/lib/flink/configuration/version'
import { fixOption } from '../../fix'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { recoverySources } from './sources'

/** Factories that 2.0 removed, with their replacements. */
const removed: Record<string, string> = {
  'org.apache.flink.runtime.state.memory.MemoryStateBackendFactory': 'hashmap',
  'org.apache.flink.runtime.state.filesystem.FsStateBackendFactory': 'hashmap',
  'org.apache.flink.contrib.streaming.state.RocksDBStateBackendFactory': 'rocksdb',
}

/** An unknown name is taken for a class, and no job gets further than loading it. */
export const stateBackend: Rule = {
  id: 'recovery/unknown-state-backend',
  severity: 'error',
  title: 'A state backend that this version does not know',
  why: 'The JobManager starts and takes jobs, but each of them fails when its state backend is loaded, recovered ones too.',
  source: recoverySources.stateBackend,
  canBeWrong: 'Jobs that set a state backend themselves run, and a factory class in the default package has no dot in its name.',
  check(input) {
    const {
      mode,
      effective: { options, version },
    } = input.configuration
    const value = options.stateBackend.value ?? ''
    const names = getNames(version)
    const isGone = isFlinkAtLeast(version, '2.0') && removed[value] !== undefined
    if (
      mode !== 'zookeeper' ||
      !isSet(options.stateBackend) ||
      value === '' ||
      (value.includes('.') && !isGone) ||
      names.includes(value.toLowerCase())
    )
      return []
    const place = placeOf(input, 'stateBackend')
    const meant = findMeant(value, version, input.configuration.checkpointDir !== null)
    return [
      {
        sentence: `${place.key} is ${quoteForSentence(value)}, which Flink ${version.text} does not know: every job fails.`,
        whatToDo: meant ? `Write ${meant}.` : `Write one of ${names.join(', ')}.`,
        places: [place],
        fix: meant ? fixOption(input, 'stateBackend', meant) : null,
      },
    ]
  },
}

/** `StateBackendLoader`: hashmap since 1.13; jobmanager and filesystem up to 1.20; forst since 2.0. */
function getNames(version: FlinkVersion): string[] {
  if (isFlinkAtLeast(version, '2.0')) return ['hashmap', 'rocksdb', 'forst']
  return isFlinkAtLeast(version, '1.13') ? ['hashmap', 'rocksdb', 'filesystem', 'jobmanager'] : ['filesystem', 'rocksdb', 'jobmanager']
}

function findMeant(value: string, version: FlinkVersion, hasDirectory: boolean): string | null {
  const word = value.toLowerCase()
  if (isFlinkAtLeast(version, '2.0')) return word === 'filesystem' || word === 'jobmanager' ? 'hashmap' : (removed[value] ?? null)
  return word === 'hashmap' && hasDirectory ? 'filesystem' : null
}
