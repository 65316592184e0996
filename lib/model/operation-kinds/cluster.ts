import { allow, deny, staysStarted, staysStopped, type OperationKindRecord } from './kind-record'

const common = {
  targets: null,
  isTargetOptional: false,
  isChosenByHand: false,
  role: 'operator',
  group: 'cluster',
  options: {},
  needsHosts: true,
} as const

export const clusterKinds = {
  'start-cluster': {
    ...common,
    title: 'Start the cluster',
    what: 'Starts every JobManager of masters and every TaskManager of workers that does not run.',
    button: 'Start…',
    toCommitWords: () => 'Start the cluster',
    isHarmless: true,
    undo: staysStarted,
    mayEnd: null,
    permit: ({ quorum }) => (quorum.serving === false ? deny('ZooKeeper does not serve. Start the quorum first.') : allow()),
  },
  'stop-cluster': {
    ...common,
    title: 'Stop the cluster',
    what: 'Stops all TaskManagers and JobManagers of this cluster. Jobs stay in ZooKeeper and resume at the next start.',
    button: 'Stop…',
    toCommitWords: () => 'Stop the cluster',
    isHarmless: false,
    undo: staysStopped,
    mayEnd: 'every',
    permit: () => allow('All jobs stop. They resume from their checkpoints at the next start.'),
  },
} as const satisfies Readonly<Record<string, OperationKindRecord>>
