import type { OptionId } from '@/lib/flink/configuration/options/table'
import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import type { DoctorInput } from '../../doctor-input'

/** Where the checkpoints of a job go that configures nothing itself. */
export type CheckpointStorage =
  | { kind: 'files' }
  /** In the JobManager’s memory. `because` null: nothing else is configured. */
  | { kind: 'job-manager'; because: OptionId | null }
  /** File storage is configured without a directory: jobs fail. */
  | { kind: 'refused'; because: OptionId }
  | { kind: 'unknown' }

/**
 * As `CheckpointStorageLoader` decides since 1.13, where `state.backend: jobmanager` (up to 1.20) overrides everything and a directory
 * alone means files; before, the state backend decides alone, and without one it is memory (`StateBackendLoader`).
 */
export function deriveCheckpointStorage({ configuration: { effective, checkpointDir } }: DoctorInput): CheckpointStorage {
  const { version, options, incomplete } = effective
  const backend = (options.stateBackend.value ?? '').toLowerCase()
  const storage = (options.checkpointStorage.value ?? '').toLowerCase()
  if (incomplete) return { kind: 'unknown' }
  if (!isFlinkAtLeast(version, '1.13'))
    return deriveOld(backend, checkpointDir, isFlinkAtLeast(version, '1.5'), typeof options.stateBackend.from === 'object')
  if (backend === 'jobmanager' && !isFlinkAtLeast(version, '2.0')) return { kind: 'job-manager', because: 'stateBackend' }
  // State backend classes from before 1.13 bring their own storage.
  if (/(?:memory|filesystem)\.|\.rocksdbstatebackendfactory$/.test(backend)) return { kind: 'unknown' }
  if (storage === 'jobmanager') return { kind: 'job-manager', because: 'checkpointStorage' }
  if (storage === '') return checkpointDir === null ? { kind: 'job-manager', because: null } : { kind: 'files' }
  if (storage !== 'filesystem') return { kind: 'unknown' }
  return checkpointDir === null ? { kind: 'refused', because: 'checkpointStorage' } : { kind: 'files' }
}

function deriveOld(backend: string, checkpointDir: string | null, knowsRocksDb: boolean, isChosen: boolean): CheckpointStorage {
  if (backend === '' || backend === 'jobmanager')
    return { kind: 'job-manager', because: isChosen && backend !== '' ? 'stateBackend' : null }
  // Up to 1.4 RocksDB had an option of its own for the directory.
  if (backend !== 'filesystem' && (backend !== 'rocksdb' || !knowsRocksDb)) return { kind: 'unknown' }
  return checkpointDir === null ? { kind: 'refused', because: 'stateBackend' } : { kind: 'files' }
}
