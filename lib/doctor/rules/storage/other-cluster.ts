import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { shareHost } from '../../machines'
import { showClusters } from '../../other-cluster'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { sharedRoot } from '../zookeeper/shared-root'
import { normalizeDirectory } from './directory'
import { storageSources } from './sources'

/** Two clusters with one storage directory and one cluster id: Flink keeps them apart by the id only. */
export const otherCluster: Rule = {
  id: 'storage/shared-with-other-cluster',
  severity: 'warning',
  title: 'Another cluster stores in the same folder',
  why: 'Below the storage directory only the cluster id keeps clusters apart. When one of the two is shut down for good, it removes the blobs of both, and each reads the other’s job results.',
  source: storageSources.blobs,
  canBeWrong: 'Both may be one cluster that this console names twice.',
  check(input) {
    const { mode, storageDir, znodeRoot, clusterId, masters } = input.configuration
    const own = normalizeDirectory(input, storageDir)
    // A shared root is the more severe fault, and another rule's.
    if (mode !== 'zookeeper' || own === null || clusterId === null || sharedRoot.check(input).length > 0) return []
    const [id, hosts] = [getLastPart(znodeRoot), masters.map(({ host }) => host)]
    // With many clusters the cheap comparison comes first.
    const twins = input.others.filter(
      (other) =>
        getLastPart(other.znodeRoot) === id &&
        normalizeDirectory(input, other.storageDir) === own &&
        (!own.startsWith('file:') || shareHost(input, hosts, other.hosts)),
    )
    if (twins.length === 0) return []
    const place = placeOf(input, 'storageDir')
    return [
      {
        sentence: `${showClusters(twins, 'also has', 'also have')} the storage directory ${quoteForSentence(storageDir ?? '')} and the cluster id ${quoteForSentence(`/${id}`)}.`,
        whatToDo: `Give each cluster its own ${place.key} or its own ${placeOf(input, 'clusterId').key}, while they are stopped.`,
        places: [place, placeOf(input, 'clusterId')],
      },
    ]
  },
}

function getLastPart(znode: string): string {
  return znode.slice(znode.lastIndexOf('/') + 1)
}
