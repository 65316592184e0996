'use client'
import { staleSince } from '@/components/shared/provenance'
import { SourceNotices } from '@/components/shared/source-notices'
import { toCount } from '@/lib/base/counts'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { toFullSentence } from '@/components/ui/words'
import { useCluster } from '@/lib/client/use-cluster'
import type { ZnodeView } from '@/lib/model/znode-view'
import type { ClusterSnapshot, Quorum } from '@/lib/model/snapshot'
import { Members } from './members'
import { Sessions } from './sessions'
import { ZnodeBrowser } from './znode-browser'

/** ZooKeeper: its members, the sessions connected to them, and what Flink wrote. */
export function ZookeeperPage({ initial, root }: { initial: ClusterSnapshot; root: ZnodeView | null }) {
  const snapshot = useCluster(initial.cluster.id, initial)
  const { cluster, quorum, leader, jobManagers, strangers, revision } = snapshot
  const stale = staleSince(snapshot, 'zookeeper')
  return (
    <div className="grid gap-5">
      <header>
        <h1 className="headline">{toHeadline(quorum)}</h1>
        {cluster.connectString === null ? null : (
          <p className="mt-1 font-mono text-sm text-muted [overflow-wrap:anywhere]">{cluster.connectString}</p>
        )}
      </header>
      <SourceNotices sources={snapshot.sources} />
      <Panel title="Members" aside={toFullSentence(quorum.detail)}>
        <Members quorum={quorum} />
      </Panel>
      <Panel title="Sessions in the election" aside="Processes, their sessions, and the proof" staleSince={stale}>
        <Sessions leader={leader} jobManagers={jobManagers} strangers={strangers} isRead={snapshot.sources.zookeeper.state === 'live'} />
      </Panel>
      <Panel title="Znodes" aside={cluster.layout === null ? 'As Flink wrote them' : `Written by ${cluster.layout}`} staleSince={stale}>
        {cluster.pathRoot === null && root === null ? (
          <EmptyState title="There are no znodes to show.">
            The configuration names no path root, or ZooKeeper has not been read yet.
          </EmptyState>
        ) : (
          <ZnodeBrowser clusterId={cluster.id} rootPath={toRootPath(cluster)} revision={revision} root={root} />
        )}
      </Panel>
    </div>
  )
}

function toRootPath({ pathRoot, clusterId }: ClusterSnapshot['cluster']): string {
  const parts = [pathRoot, clusterId]
    .filter((part): part is string => part !== null)
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
  return `/${parts.join('/')}`
}

function toHeadline({ serving, spare, members }: Quorum): string {
  const size = toCount(members.length, 'member')
  if (serving === false) return `The quorum is down. No leader can be elected until a majority of its ${size} is back.`
  if (serving === null) return 'The state of the quorum is not known.'
  if (spare === null) return `The quorum is up. How many of its ${size} may fail is not known.`
  if (members.length === 1) return 'ZooKeeper is a single server. If it fails, no leader can be elected.'
  return spare === 0
    ? `The quorum of ${size} is up and tolerates no further failure.`
    : `The quorum of ${size} is up and tolerates ${toCount(spare, 'failure')}.`
}
