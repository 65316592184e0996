import { toLaneRole } from '../lanes'
import type { ClusterSnapshot } from '../snapshot'
import { hasStandby, toNoStandbySentence } from '../standby'
import { roleWords } from '../state-words'
import { allow, deny, type OperationKindRecord, type Permission } from './kind-record'

const common = {
  isChosenByHand: false,
  role: 'operator',
  group: 'leadership',
  isHarmless: false,
  needsHosts: true,
} as const

export const leadershipKinds = {
  'hand-over': {
    ...common,
    title: 'Hand over the lead',
    what: 'Moves the lead to a standby with the least interruption.',
    targets: 'master',
    isTargetOptional: true,
    button: 'Hand over…',
    toCommitWords: (target, leader) => (target === '' ? `Hand over from ${leader}` : `Hand over to ${target}`),
    undo: 'No rollback: leadership stays where it is at that moment, and a JobManager that was stopped stays down until it is started.',
    options: { signal: '`TERM`: asks the leader to end instead of killing it' },
    mayEnd: 'leader-and-in-front',
    permit: permitHandOver,
  },
  'fenced-takeover': {
    ...common,
    title: 'Fenced takeover',
    what: 'Proves the leader’s process dead and removes its place in the election, so that the next in line leads at once.',
    targets: null,
    isTargetOptional: false,
    button: 'Take over now…',
    toCommitWords: (_, leader) => `Take over from ${leader}`,
    undo: 'Removing the election’s znodes is one transaction: all or nothing. A process that was killed stays dead; if the takeover ends before that transaction, the standby leads when the dead leader’s session ends.',
    options: {},
    mayEnd: 'leader',
    permit: permitFencedTakeover,
  },
} as const satisfies Readonly<Record<string, OperationKindRecord>>

function permitHandOver(snapshot: ClusterSnapshot, target: string | null): Permission {
  if (!snapshot.leader || snapshot.leader.process !== 'running')
    return deny('No running leader is proven, so there is nothing to hand over.')
  if (!hasStandby(snapshot)) return deny(toNoStandbySentence(snapshot.jobManagers))
  if (target === null) return allow()
  const jm = snapshot.jobManagers.find(({ master }) => master === target)
  if (!jm) return deny(`${target.slice(0, 100)} is no line of the masters file.`)
  return jm.role === 'standby' ? allow() : deny(`${target} is ${roleWords[toLaneRole(jm)]}. Only a standby can take over.`)
}

function permitFencedTakeover(snapshot: ClusterSnapshot): Permission {
  if (!snapshot.leader) return deny('No leader is registered in ZooKeeper, so there is nothing to fence.')
  if (!hasStandby(snapshot)) return deny(toNoStandbySentence(snapshot.jobManagers))
  switch (snapshot.leader.process) {
    case 'gone':
      return allow()
    case 'frozen':
      return allow('The leader is frozen, not dead: it is killed first, if the words for it are given.')
    case 'running':
      return deny('The leader runs. Removing a living leader’s place ruins the cluster: take “hand over”.')
    case 'unknown':
      return allow('Whether the leader’s process lives is not proven from here; its host is asked first.')
  }
}
