import { findDeployment } from '../../deployment'
import { joinZnodes } from '@/lib/flink/configuration/znode-root'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import type { ConfiguredServer } from '@/lib/flink/configuration/quorum'
import type { DoctorInput, OtherCluster } from '../../doctor-input'
import { isThisMachine } from '@/lib/base/host-names'
import { shareHost } from '../../machines'
import { showClusters } from '../../other-cluster'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { readQuorumLine, showMember } from './ensemble'
import { zookeeperSources } from './sources'

/** Two configured clusters below one znode of one ensemble. */
export const sharedRoot: Rule = {
  id: 'zookeeper/shared-root',
  severity: 'error',
  title: 'Two clusters below one znode',
  why: 'Their JobManagers take part in one election: one of them leads for both, runs the jobs of both, and the other cluster’s TaskManagers join it.',
  source: zookeeperSources.pages,
  canBeWrong:
    'Both may be one cluster that this console names twice. On YARN each application has a cluster id of its own unless one is set.',
  check(input) {
    const { mode, effective, znodeRoot, clusterId } = input.configuration
    if (mode !== 'zookeeper' || (findDeployment(input) === 'yarn' && !isSet(effective.options.clusterId))) return []
    const { members, chroot } = readQuorumLine(input)
    const root = joinZnodes(chroot, znodeRoot)
    const ours = [...members, ...input.configuration.quorum]
    const twins = input.others.filter((other) => joinZnodes(other.chroot, other.znodeRoot) === root && sharesEnsemble(input, ours, other))
    if (twins.length === 0) return []
    const id = clusterId === null ? 'pathRoot' : 'clusterId'
    return [
      {
        sentence: `${showClusters(twins, 'uses', 'use')} the same ZooKeeper and the same znode ${quoteForSentence(root)}.`,
        whatToDo: `Give each cluster its own ${placeOf(input, id).key ?? 'root'}, while they are stopped.`,
        places: [placeOf(input, id), ...(id === 'clusterId' ? [placeOf(input, 'pathRoot')] : [])],
      },
    ]
  },
}

/** Whether they have a member in common. “localhost” is the same only where the clusters share a host. */
function sharesEnsemble(input: DoctorInput, ours: readonly ConfiguredServer[], { quorum, hosts }: OtherCluster): boolean {
  const common = ours.filter((member) => quorum.some((text) => text.toLowerCase() === showMember(member).toLowerCase()))
  return (
    common.some(({ host }) => !isThisMachine(host)) ||
    (common.length > 0 &&
      shareHost(
        input,
        input.configuration.masters.map(({ host }) => host),
        hosts,
      ))
  )
}
