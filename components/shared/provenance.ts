import type { Provenance, SourceName } from '@/lib/model/observed'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { tip, type TipProps } from '@/components/ui/tip'

const sourceWords: Record<SourceName, string> = {
  zookeeper: 'ZooKeeper',
  jobManagers: 'the JobManager itself',
  haStorage: 'the storage directory',
  configuration: 'the configuration folder',
  hosts: 'the process table of its host',
  yarn: 'YARN',
}

/** Source and age of a figure, for hover and focus. `saying` comes first. */
export function toTip(provenance: Provenance, saying?: string): TipProps {
  const first = saying === undefined ? '' : `${saying}\n`
  const source = sourceWords[provenance.source]
  if (!provenance.known) return tip(`${first}Not known: ${provenance.reason}`, undefined)
  return tip(`${first}From ${source}${provenance.detail === undefined ? '' : `: ${provenance.detail}`}`, provenance.at)
}

/** The name of a source, to start a sentence with. */
export function toSourceName(source: SourceName): string {
  const words: Record<SourceName, string> = {
    zookeeper: 'ZooKeeper',
    jobManagers: 'JobManagers',
    haStorage: 'Storage directory',
    configuration: 'Configuration',
    hosts: 'Hosts',
    yarn: 'YARN',
  }
  return words[source]
}

/** Since when a source's data is old; null while it is live or not expected to report anything. */
export function staleSince(snapshot: Pick<ClusterSnapshot, 'sources' | 'asOf'>, source: SourceName): string | null {
  const { state, lastHeardAt } = snapshot.sources[source]
  return state === 'lost' || state === 'stale' ? lastHeardAt : null
}
