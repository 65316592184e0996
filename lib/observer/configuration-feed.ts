import 'server-only'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import { known, unknown, type Observed } from '@/lib/model/observed'
import type { ConfFolder } from '@/lib/sources/conf-folder/read'
import { watchConfFolder } from '@/lib/sources/conf-folder/watch-conf-folder'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import type { FactFeed } from './feed'

export interface ObservedFolder {
  configuration: Observed<HaConfiguration>
  flinkVersion: string | null
  /** The reading it is parsed from; null when the folder could not be read, and the configuration is an older one. */
  folder: ConfFolder | null
}

/**
 * Reads the conf folder at start and after each change. When a folder vanishes, or its file system does not answer, the last
 * configuration stays, so that the cluster stays observed, and its source is marked stale.
 */
export function startConfigurationFeed(settings: ClusterSettings, onRead: (folder: ObservedFolder) => void): FactFeed {
  const end = new AbortController()
  let last: ObservedFolder | null = null
  watchConfFolder(
    settings.confDir,
    (reading) => {
      last = toObserved(reading, last)
      onRead(last)
    },
    { signal: end.signal, flinkHome: settings.flinkHome, quorum: settings.zookeeper?.servers ?? null },
  )
  return { close: () => end.abort() }
}

/** The observed folder after a reading, from the one before. */
export function toObserved(reading: ConfFolder, last: ObservedFolder | null): ObservedFolder {
  const { configuration, readAt, flinkVersion, isHanging } = reading
  const isReadable = !isHanging && (configuration.effective.file !== null || configuration.mode !== 'unknown')
  if (isReadable) return { configuration: known('configuration', readAt, configuration), flinkVersion, folder: reading }
  const problem = configuration.problems.find(({ severity }) => severity === 'error')
  const reason = problem?.sentence ?? `The configuration folder ${reading.folder} cannot be read.`
  if (last?.configuration.known) return { ...last, folder: null, configuration: { ...last.configuration, detail: reason } }
  return { configuration: unknown('configuration', readAt, reason), flinkVersion, folder: null }
}
