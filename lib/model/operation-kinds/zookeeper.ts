import type { ClusterSnapshot, QuorumMember } from '../snapshot'
import {
  allow,
  deny,
  mayStayDown,
  staysStarted,
  staysStopped,
  type OperationKindRecord,
  type Permission,
  type PermissionRule,
} from './kind-record'

const common = {
  isTargetOptional: false,
  isChosenByHand: false,
  role: 'operator',
  group: 'zookeeper',
  options: {},
  needsHosts: true,
} as const

export const zookeeperKinds = {
  'start-member': {
    ...common,
    title: 'Start one ZooKeeper member',
    what: 'Starts this ZooKeeper server and waits until it serves.',
    targets: 'member',
    button: 'Start…',
    toCommitWords: (target) => `Start ${target}`,
    isHarmless: true,
    undo: staysStarted,
    mayEnd: null,
    permit: ofMember((_, member) => permitStart(member)),
  },
  'restart-member': {
    ...common,
    title: 'Restart one ZooKeeper member',
    what: 'Stops exactly this ZooKeeper server, starts it again and waits until it serves.',
    targets: 'member',
    button: 'Restart…',
    toCommitWords: (target) => `Restart ${target}`,
    isHarmless: false,
    undo: mayStayDown,
    mayEnd: 'sessions',
    permit: ofMember(permitStop),
  },
  'stop-member': {
    ...common,
    title: 'Stop one ZooKeeper member',
    what: 'Stops exactly this ZooKeeper server, if the others go on serving without it.',
    targets: 'member',
    button: 'Stop…',
    toCommitWords: (target) => `Stop ${target}`,
    isHarmless: false,
    undo: staysStopped,
    mayEnd: 'sessions',
    permit: ofMember(permitStop),
  },
  'start-quorum': {
    ...common,
    title: 'Start the ZooKeeper quorum',
    what: 'Starts every ZooKeeper server of zoo.cfg that does not run.',
    targets: null,
    button: 'Start all…',
    toCommitWords: () => 'Start the quorum',
    isHarmless: true,
    undo: staysStarted,
    mayEnd: null,
    permit: ({ quorum }) => (quorum.members.some(({ mode }) => mode === 'down') ? allow() : deny('No member is known to be down.')),
  },
  'rolling-restart-quorum': {
    ...common,
    title: 'Rolling restart of the quorum',
    what: 'Restarts ZooKeeper servers one at a time, followers first; continues only when all serve again.',
    targets: null,
    button: 'Rolling restart…',
    toCommitWords: () => 'Restart all members',
    isHarmless: false,
    undo: mayStayDown,
    mayEnd: 'sessions',
    permit: permitRollingRestart,
  },
  'stop-quorum': {
    ...common,
    title: 'Stop the ZooKeeper quorum',
    what: 'Stops every ZooKeeper server of zoo.cfg. Then there is no leader, and all jobs stop.',
    targets: null,
    button: 'Stop all…',
    toCommitWords: () => 'Stop the quorum',
    isHarmless: false,
    undo: staysStopped,
    mayEnd: 'sessions',
    permit: () => allow('There is no leader without ZooKeeper: all jobs stop.'),
  },
} as const satisfies Readonly<Record<string, OperationKindRecord>>

function ofMember(permit: (snapshot: ClusterSnapshot, member: QuorumMember) => Permission): PermissionRule {
  return (snapshot, target) => {
    const member = snapshot.quorum.members.find(({ address }) => address === target)
    if (member) return permit(snapshot, member)
    return deny(target === null ? 'Name the member by its address.' : `${target.slice(0, 100)} is no member of the quorum.`)
  }
}

function permitStart({ address, mode }: QuorumMember): Permission {
  if (mode === 'down') return allow()
  return deny(mode === 'unknown' ? `Whether ${address} runs is not known.` : `${address} runs already.`)
}

function permitStop({ quorum }: ClusterSnapshot, member: QuorumMember): Permission {
  if (member.mode === 'down') return deny(`${member.address} does not run.`)
  if (quorum.spare === null) return allow('Whether the quorum keeps serving without it is not known. This requires a typed override.')
  return quorum.spare > 0 ? allow() : allow('The quorum stops serving without it. This requires a typed override.')
}

function permitRollingRestart({ quorum }: ClusterSnapshot): Permission {
  const other = quorum.members.find(({ mode }) => mode !== 'leader' && mode !== 'follower' && mode !== 'observer')
  if (other) return deny(`${other.address} is ${other.mode}. All members must serve first.`)
  return (quorum.spare ?? 0) > 0 ? allow() : deny('The quorum has no spare member: it would stop serving at the first restart.')
}
