import { canActAs, type Actor } from './actor'
import { operationKinds, type OperationKind } from './operation'
import { operationWords } from './operation-words'
import type { ClusterSnapshot, JobManager, QuorumMember } from './snapshot'

/** Whether this may be done to that now, as far as the picture tells. The plan's preflight looks closer, at the hosts themselves. */
export interface Permitted {
  kind: OperationKind
  target: string | null
  allowed: boolean
  /** Why not; or, when it is allowed, what to know before. */
  why: string
}

type Why = { allowed: boolean; why: string }
const yes = (why = ''): Why => ({ allowed: true, why })
const no = (why: string): Why => ({ allowed: false, why })

/** The one predicate behind each button and the server's first look: every kind with every target it has now. */
export function derivePermitted(snapshot: ClusterSnapshot, actor: Actor | null): Permitted[] {
  return operationKinds.flatMap((kind) =>
    toTargets(snapshot, kind).map((target) => ({ kind, target, ...derive(snapshot, actor, kind, target) })),
  )
}

/** Of one kind and target; a target that is not there is refused by name. */
export function findPermitted(snapshot: ClusterSnapshot, actor: Actor | null, kind: OperationKind, target: string | null): Permitted {
  return { kind, target, ...derive(snapshot, actor, kind, target) }
}

function toTargets(snapshot: ClusterSnapshot, kind: OperationKind): (string | null)[] {
  switch (operationWords[kind].targets) {
    case 'master':
      return kind === 'hand-over'
        ? [null, ...snapshot.jobManagers.map(({ master }) => master)]
        : snapshot.jobManagers.map(({ master }) => master)
    case 'member':
      return snapshot.quorum.members.map(({ address }) => address)
    // Which TaskManagers run where is known to their hosts, not to the picture.
    case 'worker':
    case null:
      return [null]
  }
}

function derive(snapshot: ClusterSnapshot, actor: Actor | null, kind: OperationKind, target: string | null): Why {
  const { role } = operationWords[kind]
  if (!canActAs(actor, role)) return no(actor === null ? 'Sign in first.' : `This needs the role ${role}; you are ${actor.role}.`)
  if (snapshot.operation)
    return no(`“${snapshot.operation.kind}” is running, started by ${snapshot.operation.by}. One operation a cluster at a time.`)
  if (snapshot.cluster.control === 'none' && !isOnZooKeeperOnly(kind))
    return no('This console controls none of the cluster’s hosts. Set `control: local` or `control: ssh` for it in understudy.yaml.')
  return derivers[kind](snapshot, target)
}

/** Dangling metadata is a matter of znodes: no host is needed. */
function isOnZooKeeperOnly(kind: OperationKind): boolean {
  return kind.endsWith('-dangling')
}

type Deriver = (snapshot: ClusterSnapshot, target: string | null) => Why

const stopJobManager: Deriver = (snapshot, target) => ofMaster(snapshot, target, (jm) => deriveStop(snapshot, jm))
const stopMember: Deriver = (snapshot, target) => ofMember(snapshot, target, (member) => deriveStopMember(snapshot, member))
const needsDangling: Deriver = ({ recovery }) =>
  recovery.dangling.length > 0 || recovery.jobs.some(({ verdict }) => verdict === 'broken') ? yes() : no('No orphaned metadata.')

const derivers: Readonly<Record<OperationKind, Deriver>> = {
  'start-jobmanager': (snapshot, target) => ofMaster(snapshot, target, deriveStart),
  'stop-jobmanager': stopJobManager,
  'restart-jobmanager': stopJobManager,
  'rolling-restart-jobmanagers': deriveRolling,
  'start-member': (snapshot, target) => ofMember(snapshot, target, deriveStartMember),
  'stop-member': stopMember,
  'restart-member': stopMember,
  'rolling-restart-quorum': deriveRollingQuorum,
  'start-quorum': ({ quorum }) => (quorum.members.some(({ mode }) => mode === 'down') ? yes() : no('No member is known to be down.')),
  'stop-quorum': () => yes('Nobody leads without ZooKeeper: all jobs stop.'),
  'start-cluster': ({ quorum }) => (quorum.serving === false ? no('ZooKeeper serves nobody. Start the quorum first.') : yes()),
  'stop-cluster': () => yes('All jobs stop. They go on from their checkpoints at the next start.'),
  'start-taskmanager': () => yes(),
  'stop-taskmanager': () => yes(),
  'restart-taskmanager': () => yes(),
  'hand-over': deriveHandOver,
  'fenced-takeover': deriveFenced,
  'back-up-dangling': needsDangling,
  'remove-dangling': needsDangling,
  'restore-dangling': () => yes(),
}

function ofMaster(snapshot: ClusterSnapshot, target: string | null, of: (jm: JobManager) => Why): Why {
  const jm = snapshot.jobManagers.find(({ master }) => master === target)
  return jm
    ? of(jm)
    : no(target === null ? 'Name the JobManager by its line in masters.' : `${target.slice(0, 100)} is no line of the masters file.`)
}

function ofMember(snapshot: ClusterSnapshot, target: string | null, of: (member: QuorumMember) => Why): Why {
  const member = snapshot.quorum.members.find(({ address }) => address === target)
  return member
    ? of(member)
    : no(target === null ? 'Name the member by its address.' : `${target.slice(0, 100)} is no member of the quorum.`)
}

function deriveStart({ master, role, processState }: JobManager): Why {
  if (role === 'down' || processState === 'gone') return yes()
  if (processState === 'unknown') return yes(`Whether a process of ${master} runs is not proven from here; its host is asked first.`)
  return no(processState === 'frozen' ? `${master} is frozen, not gone. Let it go on or stop it first.` : `${master} runs already.`)
}

function deriveStop(snapshot: ClusterSnapshot, { master, role, processState }: JobManager): Why {
  if (processState === 'gone' || role === 'down') return no(`${master} does not run.`)
  if (role === 'leader')
    return hasStandby(snapshot)
      ? yes(`${master} leads: a standby will take over.`)
      : yes(`${master} leads and no standby is in line: nobody will lead without it.`)
  return yes()
}

function deriveStartMember({ address, mode }: QuorumMember): Why {
  if (mode === 'down') return yes()
  return no(mode === 'unknown' ? `Whether ${address} runs is not known.` : `${address} runs already.`)
}

function deriveStopMember({ quorum }: ClusterSnapshot, member: QuorumMember): Why {
  if (member.mode === 'down') return no(`${member.address} does not run.`)
  if (quorum.spare === null) return yes('Whether the quorum goes on without it is not known: this needs an override in words.')
  return quorum.spare > 0 ? yes() : yes('The quorum stops serving without it: this needs an override in words.')
}

function deriveRolling(snapshot: ClusterSnapshot): Why {
  if (!snapshot.leader || snapshot.leader.process !== 'running') return no('No running leader is proven. First there must be one.')
  const other = snapshot.jobManagers.find(({ role }) => role !== 'leader' && role !== 'standby')
  if (other) return no(`${other.master} is ${other.role}. All must lead or stand by first.`)
  return hasStandby(snapshot) ? yes() : no('There is no standby: with one JobManager a restart is no rolling one.')
}

function deriveRollingQuorum({ quorum }: ClusterSnapshot): Why {
  const other = quorum.members.find(({ mode }) => mode !== 'leader' && mode !== 'follower' && mode !== 'observer')
  if (other) return no(`${other.address} is ${other.mode}. All members must serve first.`)
  return (quorum.spare ?? 0) > 0 ? yes() : no('The quorum has no spare member: it would stop serving at the first restart.')
}

function deriveHandOver(snapshot: ClusterSnapshot, target: string | null): Why {
  if (!snapshot.leader || snapshot.leader.process !== 'running') return no('No running leader is proven, so there is nobody to hand over.')
  if (!hasStandby(snapshot)) return no('No standby is in line.')
  if (target === null) return yes()
  const jm = snapshot.jobManagers.find(({ master }) => master === target)
  if (!jm) return no(`${target.slice(0, 100)} is no line of the masters file.`)
  return jm.role === 'standby' ? yes() : no(`${target} is ${jm.role}, not a standby.`)
}

function deriveFenced(snapshot: ClusterSnapshot): Why {
  if (!snapshot.leader) return no('No leader stands in ZooKeeper, so there is nothing to fence.')
  if (!hasStandby(snapshot)) return no('No standby is in line.')
  switch (snapshot.leader.process) {
    case 'gone':
      return yes()
    case 'frozen':
      return yes('The leader is frozen, not dead: it is killed first, if the words for it are given.')
    case 'running':
      return no('The leader runs. Removing a living leader’s place ruins the cluster: take “hand over”.')
    case 'unknown':
      return yes('Whether the leader’s process lives is not proven from here; its host is asked first.')
  }
}

function hasStandby(snapshot: ClusterSnapshot): boolean {
  return snapshot.jobManagers.some(({ role, inLine }) => role === 'standby' && inLine !== null)
}
