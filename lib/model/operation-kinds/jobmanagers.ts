import { toLaneRole } from '../lanes'
import type { ClusterSnapshot, JobManager } from '../snapshot'
import { hasStandby } from '../standby'
import { roleWords } from '../state-words'
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
  group: 'jobmanagers',
  options: {},
  needsHosts: true,
} as const

export const jobManagerKinds = {
  'start-jobmanager': {
    ...common,
    title: 'Start one JobManager',
    what: 'Starts the JobManager of this masters line and waits until it is in line.',
    targets: 'master',
    button: 'Start…',
    toCommitWords: (target) => `Start ${target}`,
    isHarmless: true,
    undo: staysStarted,
    mayEnd: null,
    permit: ofMaster((_, master) => permitStart(master)),
  },
  'restart-jobmanager': {
    ...common,
    title: 'Restart one JobManager',
    what: 'Stops exactly this process, starts it again and waits until it is in line.',
    targets: 'master',
    button: 'Restart…',
    toCommitWords: (target) => `Restart ${target}`,
    isHarmless: false,
    undo: mayStayDown,
    mayEnd: 'target',
    permit: ofMaster(permitStop),
  },
  'stop-jobmanager': {
    ...common,
    title: 'Stop one JobManager',
    what: 'Stops exactly this process, and says whether its place in the election is left behind.',
    targets: 'master',
    button: 'Stop…',
    toCommitWords: (target) => `Stop ${target}`,
    isHarmless: false,
    undo: staysStopped,
    mayEnd: 'target',
    permit: ofMaster(permitStop),
  },
  'continue-jobmanager': {
    ...common,
    title: 'Continue one JobManager',
    what: 'Continues exactly this process, which SIGSTOP froze, and waits until it leads or is in line.',
    targets: 'master',
    button: 'Continue…',
    toCommitWords: (target) => `Continue ${target}`,
    isHarmless: true,
    undo: 'No rollback: a resumed process keeps running.',
    mayEnd: null,
    permit: ofMaster((_, master) => permitContinue(master)),
  },
  'rolling-restart-jobmanagers': {
    ...common,
    title: 'Rolling restart of the JobManagers',
    what: 'Restarts JobManagers one at a time, standbys first and the leader last; waits for each to rejoin.',
    targets: null,
    button: 'Rolling restart…',
    toCommitWords: () => 'Restart all JobManagers',
    isHarmless: false,
    undo: mayStayDown,
    mayEnd: 'in-turn',
    permit: permitRollingRestart,
  },
} as const satisfies Readonly<Record<string, OperationKindRecord>>

function ofMaster(permit: (snapshot: ClusterSnapshot, master: JobManager) => Permission): PermissionRule {
  return (snapshot, target) => {
    const jm = snapshot.jobManagers.find(({ master }) => master === target)
    if (jm) return permit(snapshot, jm)
    return deny(target === null ? 'Name the JobManager by its line in masters.' : `${target.slice(0, 100)} is no line of the masters file.`)
  }
}

function permitStart({ master, role, processState }: JobManager): Permission {
  if (role === 'down' || processState === 'gone') return allow()
  if (processState === 'unknown') return allow(`Whether a process of ${master} runs is not proven from here; its host is asked first.`)
  return deny(processState === 'frozen' ? `${master} is frozen, not gone. Continue it, or stop it first.` : `${master} runs already.`)
}

/** A frozen JobManager whose latch was removed while its session lives would lead beside the present leader (docs/decisions/0043). */
export function toNoLatchSentence(master: string): string {
  return `${master} is frozen and has no latch any more: its session ended, or the latch was removed. Restart it instead.`
}

function permitContinue({ master, processState, inLine }: JobManager): Permission {
  if (processState !== 'frozen') return deny(`${master} is not frozen.`)
  return inLine === null ? deny(toNoLatchSentence(master)) : allow()
}

function permitStop(snapshot: ClusterSnapshot, { master, role, processState }: JobManager): Permission {
  if (processState === 'gone' || role === 'down') return deny(`${master} does not run.`)
  if (role !== 'leader') return allow()
  return hasStandby(snapshot)
    ? allow(`${master} leads: a standby will take over.`)
    : allow(`${master} leads and no standby is in line: there is no leader without it.`)
}

function permitRollingRestart(snapshot: ClusterSnapshot): Permission {
  if (!snapshot.leader || snapshot.leader.process !== 'running') return deny('No running leader is proven. Restore a leader first.')
  const other = snapshot.jobManagers.find(({ role }) => role !== 'leader' && role !== 'standby')
  if (other) return deny(`${other.master} is ${roleWords[toLaneRole(other)]}. All must lead or stand by first.`)
  return hasStandby(snapshot) ? allow() : deny('There is no standby. One JobManager cannot be restarted in turns.')
}
