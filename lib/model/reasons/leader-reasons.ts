import { joinDetail } from '../join-detail'
import { toCount } from '@/lib/base/counts'
import type { JobManager, Leader, Reason } from '../snapshot'
import type { VerdictInput } from './verdict-input'
import { toStartAgain } from './start-again'
import { createReason } from './to-reason'

export function leaderReasons(input: VerdictInput): Reason[] {
  const { facts, leader, jobManagers } = input
  const tree = facts.tree.tree
  if (facts.tree.status !== 'live' || !tree) return []
  if (!leader) return [createReason('no-leader', 'error', toNoLeaderText(jobManagers), null, toNoLeaderAction(jobManagers, tree.isOnMesos))]
  const who = leader.master ?? leader.rpcAddress
  const found = processReasons(input, leader, who)
  if (leader.master === null)
    found.push(
      createReason(
        'leader-in-no-line',
        'warning',
        `The leader ${leader.rpcAddress} matches no line of the masters file.`,
        leader.rpcAddress,
        'Add its host:webUIPort to conf/masters.',
      ),
    )
  if (tree.splitComponents)
    found.push(
      createReason('split-leadership', 'warning', 'Dispatcher, ResourceManager and REST endpoint are led by different processes.', who),
    )
  return found
}

/** What is wrong with the process that leads. */
function processReasons({ facts }: VerdictInput, { master, process, processDetail }: Leader, who: string): Reason[] {
  if (process === 'gone')
    return [
      createReason('leader-gone', 'error', `${joinDetail(`The process of ${who} is gone`, processDetail)}.`, who, toStartAgain(master)),
    ]
  if (process === 'frozen')
    return [
      createReason(
        'leader-frozen',
        'error',
        `${joinDetail(`The leader ${who} does not answer`, processDetail)}.`,
        who,
        'Look at the process on its host: a long garbage collection, a stopped process, or a disk that hangs.',
      ),
    ]
  if (process !== 'unknown') return []
  if (facts.jobManagers.some((jm) => jm.master === master && jm.leaderlessSince !== null))
    return [
      createReason(
        'leader-not-serving',
        'error',
        `${joinDetail(`ZooKeeper names ${who} as leader, but it does not lead`, processDetail)}.`,
        who,
        'Wait until its old session ends, or prove on its host that the process which led is dead.',
      ),
    ]
  return [
    createReason(
      'leader-unproven',
      'error',
      `${joinDetail(`ZooKeeper names ${who} as leader, but nothing proves that it lives`, processDetail)}.`,
      who,
      'Check the network between this console and the JobManager’s web UI port.',
    ),
  ]
}

function toNoLeaderAction(jobManagers: readonly JobManager[], isOnMesos: boolean): string | null {
  if (isOnMesos) return 'ZooKeeper holds mesos-workers: Mesos starts the JobManager of this cluster, e.g. by Marathon. Look there.'
  return jobManagers.every((jm) => jm.role === 'down') ? 'Start the JobManagers: `bin/start-cluster.sh`.' : null
}

function toNoLeaderText(jobManagers: readonly JobManager[]): string {
  const up = jobManagers.filter((jm) => jm.processState === 'running').length
  return up === 0
    ? 'No leader is announced in ZooKeeper, and no JobManager runs.'
    : `No leader is announced in ZooKeeper; ${toCount(up, 'JobManager')} ${up === 1 ? 'runs' : 'run'}.`
}
