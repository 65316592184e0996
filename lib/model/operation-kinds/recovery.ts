import type { ClusterSnapshot } from '../snapshot'
import { allow, deny, type OperationKindRecord, type Permission } from './kind-record'

/** Which dangling items; without it all. */
const items = { items: 'which, a name a line; default: all' }
const common = { targets: null, isTargetOptional: false, needsHosts: false, mayEnd: null } as const

export const recoveryKinds = {
  'back-up-dangling': {
    ...common,
    title: 'Back up orphaned metadata',
    what: 'Writes recovery metadata that nothing refers to into a file.',
    isChosenByHand: false,
    role: 'operator',
    group: 'recovery',
    button: 'Back up…',
    toCommitWords: () => 'Back up orphans',
    isHarmless: true,
    undo: 'Nothing has to be undone: the cluster is only read.',
    options: items,
    permit: permitWhereSomethingDangles,
  },
  'remove-dangling': {
    ...common,
    title: 'Remove orphaned metadata',
    what: 'Backs up, then removes recovery metadata that nothing refers to.',
    isChosenByHand: false,
    role: 'administrator',
    group: 'recovery',
    button: 'Remove…',
    toCommitWords: () => 'Remove orphans',
    isHarmless: false,
    undo: 'The back-up is written first. What was removed by then can be restored from it.',
    options: items,
    permit: permitWhereSomethingDangles,
  },
  'restore-dangling': {
    ...common,
    title: 'Restore removed metadata',
    what: 'Writes back what a back-up holds.',
    isChosenByHand: true,
    role: 'administrator',
    group: null,
    button: 'Restore…',
    toCommitWords: () => 'Restore what was removed',
    isHarmless: false,
    undo: 'What was written back by then stays. Restoring again writes only what is missing.',
    options: { backup: 'name of the back-up' },
    permit: () => allow(),
  },
} as const satisfies Readonly<Record<string, OperationKindRecord>>

function permitWhereSomethingDangles({ recovery }: ClusterSnapshot): Permission {
  const isDangling = recovery.dangling.length > 0 || recovery.jobs.some(({ verdict }) => verdict === 'broken')
  return isDangling ? allow() : deny('No orphaned metadata.')
}
