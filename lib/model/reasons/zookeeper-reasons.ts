import { joinDetail } from '../join-detail'
import type { Reason } from '../snapshot'
import type { VerdictInput } from './verdict-input'
import { createReason } from './to-reason'

export function zooKeeperReasons({ facts, quorum }: VerdictInput): Reason[] {
  const { session, tree } = facts
  // A quorum that is proven not to serve explains the silence, and has a reason of its own.
  if (session.state === 'off' || quorum.serving === false) return []
  if (session.state !== 'connected' && session.state !== 'read-only') {
    const text = session.reason
      ? `${joinDetail('ZooKeeper does not answer this console', session.reason)}.`
      : 'ZooKeeper does not answer this console.'
    return [
      createReason('zookeeper-lost', 'error', text, null, 'Check that the quorum is running and that this host reaches its client ports.'),
    ]
  }
  const detail = tree.detail ?? ''
  if (tree.status === 'missing')
    return [
      createReason(
        'root-missing',
        'error',
        `The znode of this cluster does not exist. ${detail}`.trim(),
        null,
        'Start the JobManagers, or check the path root and the cluster id.',
      ),
    ]
  if (tree.status === 'live' && tree.behindSince !== null)
    return [
      createReason(
        'zookeeper-behind',
        'warning',
        'Znodes change faster than this console can read them: what is shown of jobs and checkpoints is older than it seems.',
        null,
        'Watch fewer clusters with one console, or give it more processor time.',
      ),
    ]
  if (tree.status === 'denied')
    return [
      createReason(
        'root-denied',
        'error',
        `ZooKeeper does not let this console read the cluster’s znodes. ${detail}`.trim(),
        null,
        'Give the console read rights (zookeeper.auth in understudy.yaml).',
      ),
    ]
  if (tree.status === 'too-large')
    return [
      createReason(
        'tree-too-large',
        'error',
        `The cluster’s znodes are more than this console reads. ${detail}`.trim(),
        null,
        'Check that the path root is this cluster’s own.',
      ),
    ]
  if (tree.status !== 'live') return [createReason('zookeeper-reading', 'note', 'The znodes are being read.')]
  return []
}
