import { allow, mayStayDown, staysStarted, staysStopped, type OperationKindRecord } from './kind-record'

/** Only the hosts know which TaskManagers run where; the snapshot does not. */
const common = {
  targets: 'worker',
  isTargetOptional: false,
  isChosenByHand: true,
  role: 'operator',
  group: 'taskmanagers',
  options: {},
  needsHosts: true,
  mayEnd: null,
  permit: () => allow(),
} as const

export const taskManagerKinds = {
  'start-taskmanager': {
    ...common,
    title: 'Start one TaskManager',
    what: 'Starts a TaskManager on this host and waits until the leader counts it.',
    button: 'Start…',
    toCommitWords: (target) => `Start a TaskManager on ${target}`,
    isHarmless: true,
    undo: staysStarted,
  },
  'restart-taskmanager': {
    ...common,
    title: 'Restart one TaskManager',
    what: 'Stops exactly this process and starts another one on the same host.',
    button: 'Restart…',
    toCommitWords: (target) => `Restart the TaskManager on ${target}`,
    isHarmless: false,
    undo: mayStayDown,
  },
  'stop-taskmanager': {
    ...common,
    title: 'Stop one TaskManager',
    what: 'Stops exactly this process. Its tasks are restarted elsewhere if there are slots.',
    button: 'Stop…',
    toCommitWords: (target) => `Stop the TaskManager on ${target}`,
    isHarmless: false,
    undo: staysStopped,
  },
} as const satisfies Readonly<Record<string, OperationKindRecord>>
