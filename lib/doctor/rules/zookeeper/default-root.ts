import { findDeployment } from '../../deployment'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { zookeeperSources } from './sources'

/** The znodes of every cluster that configures none. */
export const defaultRoot: Rule = {
  id: 'zookeeper/default-root',
  severity: 'note',
  title: 'Root and cluster id are at their defaults',
  why: 'A second cluster on this ZooKeeper with default settings takes part in the same leader election and finds these jobs.',
  source: zookeeperSources.pages,
  canBeWrong:
    'This may be the only cluster that this ZooKeeper will ever have. On YARN and Kubernetes Flink chooses the cluster id itself.',
  check(input) {
    const { mode, effective, znodeRoot, clusterId } = input.configuration
    if (mode !== 'zookeeper' || effective.incomplete || znodeRoot !== (clusterId === null ? '/flink' : '/flink/default')) return []
    if (findDeployment(input) === 'yarn') return []
    const id = clusterId === null ? 'pathRoot' : 'clusterId'
    return [
      {
        sentence: `The cluster uses the default ZooKeeper path ${znodeRoot}, so a second cluster with default settings would collide.`,
        whatToDo: `Set ${placeOf(input, id).key} to a name of this cluster before there is a second one. A running cluster must be stopped first, with savepoints of its jobs: it does not find them below another name.`,
        places: [placeOf(input, id), ...(id === 'clusterId' ? [placeOf(input, 'pathRoot')] : [])],
      },
    ]
  },
}
