import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { shareHost } from '../../machines'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { sharedRoot } from '../zookeeper/shared-root'
import { normalizeDirectory } from './directory'
import { sources } from './sources'

/** Two clusters with one storage directory and one cluster id: Flink keeps them apart by the id only. */
export const otherCluster: Rule = {
  id: 'storage/shared-with-other-cluster',
  severity: 'warning',
  title: 'Another cluster stores in the same folder',
  why: 'Below the storage directory only the cluster id keeps clusters apart. When one of the two is shut down for good, it removes the blobs of both, and each reads the other’s job results.',
  source: sources.blobs,
  canBeWrong: 'Both may be one cluster that this console knows twice.',
  check(input) {
    const { mode, storageDir, znodeRoot, clusterId, masters } = input.configuration
    const own = normalizeDirectory(input, storageDir)
    // The same root besides is the worse fault, and another rule’s.
    if (mode !== 'zookeeper' || own === null || clusterId === null || sharedRoot.check(input).length > 0) return []
    const hosts = masters.map(({ host }) => host)
    const twins = input.others.filter((other) => normalizeDirectory(input, other.storageDir) === own
      && getLastPart(other.znodeRoot) === getLastPart(znodeRoot) && (!own.startsWith('file:') || shareHost(input, hosts, other.hosts)))
    const place = placeOf(input, 'storageDir')
    return twins.map((other) => ({
      sentence: `The cluster ${quoteForSentence(other.name)} also has the storage directory ${quoteForSentence(storageDir ?? '')} and the cluster id ${quoteForSentence(`/${getLastPart(znodeRoot)}`)}.`,
      whatToDo: `Give each cluster its own ${place.key} or its own ${placeOf(input, 'clusterId').key}, with both stopped.`,
      places: [place, placeOf(input, 'clusterId')],
    }))
  },
}

function getLastPart(znode: string): string {
  return znode.slice(znode.lastIndexOf('/') + 1)
}
