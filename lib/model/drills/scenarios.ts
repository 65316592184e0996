import type { ClusterSnapshot } from '../snapshot'

/** Everything about one scenario; lib/drills makes an operation of it. What differs between two scenarios stands here alone. */
export interface DrillScenario {
  /** "Crash the leader": an entry of a list. */
  title: string
  /** What a passed run proves, in a sentence. */
  proves: string
  /** What is broken, in a sentence. */
  breaks: string
  /** Whose process; the one that is meant is proven at the moment of the act. */
  target: 'leader' | 'first-standby'
  /** The signal that is the fault. */
  signal: 'KILL' | 'TERM' | 'STOP'
  /** What ends the fault: Flink's script starts the process again, or SIGCONT continues it. */
  undo: 'start' | 'continue'
  undoneBy: string
  /** How ZooKeeper learns of the fault: the session expires after its timeout, or the process closes it. */
  session: 'expires' | 'closes'
  /** What it needs beside a proven leader, running jobs and a host that this console may act on. */
  needs: readonly string[]
  expected: string
  /** Label of the button that opens the plan. */
  button: string
  /** Label of the button that starts it. */
  toCommitWords(leader: string): string
}

const table = {
  'crash-leader': {
    title: 'Crash the leader',
    proves: 'A standby takes over within the predicted window after the leader’s process is killed.',
    breaks: 'SIGKILL to the leader’s process.',
    target: 'leader',
    signal: 'KILL',
    undo: 'start',
    undoneBy: 'Flink’s script starts it again; at the end it is in line as a standby.',
    session: 'expires',
    needs: ['a standby in line', 'a start script on the leader’s host'],
    expected: 'A standby leads within the predicted window, and all jobs run again.',
    button: 'Crash the leader…',
    toCommitWords: (leader) => `Crash ${leader}`,
  },
  'stop-leader': {
    title: 'Stop the leader',
    proves: 'A standby takes over within a second or two after the leader gets SIGTERM.',
    breaks: 'SIGTERM to the leader’s process.',
    target: 'leader',
    signal: 'TERM',
    undo: 'start',
    undoneBy: 'Flink’s script starts it again; at the end it is in line as a standby.',
    session: 'closes',
    needs: ['a standby in line', 'a start script on the leader’s host'],
    expected: 'A standby leads within a second or two, and all jobs run again.',
    button: 'Stop the leader…',
    toCommitWords: (leader) => `Stop ${leader} as a drill`,
  },
  'freeze-leader': {
    title: 'Freeze the leader',
    proves: 'A standby takes over while the leader’s process is frozen, and the former leader steps down when it continues.',
    breaks: 'SIGSTOP to the leader’s process.',
    target: 'leader',
    signal: 'STOP',
    undo: 'continue',
    undoneBy: 'SIGCONT once a new leader is announced; else the guard on its host sends it at the deadline.',
    session: 'expires',
    needs: ['a standby in line'],
    expected: 'A standby leads within the predicted window. Continued, the former leader steps down: there are never two leaders.',
    button: 'Freeze the leader…',
    toCommitWords: (leader) => `Freeze ${leader}`,
  },
  'crash-standby': {
    title: 'Crash the first standby',
    proves: 'The jobs keep running when the first standby is killed, and it joins the line again.',
    breaks: 'SIGKILL to the process of the first standby in line.',
    target: 'first-standby',
    signal: 'KILL',
    undo: 'start',
    undoneBy: 'Flink’s script starts it again; at the end it is in line as a standby.',
    session: 'expires',
    needs: ['a standby in line', 'a start script on its host'],
    expected: 'The leader stays, no job is interrupted, and the standby is in line again.',
    button: 'Crash the first standby…',
    toCommitWords: () => 'Crash the first standby',
  },
} as const satisfies Readonly<Record<string, DrillScenario>>

export type DrillScenarioId = keyof typeof table

/** What can be broken on purpose: the one source for operation kinds, screens, API and the documents. */
export const drillScenarios: Readonly<Record<DrillScenarioId, DrillScenario>> = table

/** Ids in the table's order; a non-empty tuple, as schemas require. */
export const drillScenarioIds = Object.keys(table) as [DrillScenarioId, ...DrillScenarioId[]]

/** The operation kind of a scenario. */
export type DrillKind = `drill-${DrillScenarioId}`

export function toDrillKind(scenario: DrillScenarioId): DrillKind {
  return `drill-${scenario}`
}

/** null: the kind is no drill. */
export function findScenarioOf(kind: string): DrillScenarioId | null {
  return drillScenarioIds.find((id) => toDrillKind(id) === kind) ?? null
}

/** For text that came from an address or the command line. */
export function isDrillScenario(text: string | undefined): text is DrillScenarioId {
  return text !== undefined && Object.hasOwn(table, text)
}

/** The JobManager that a scenario would break now, as far as the snapshot shows; null: there is none. */
export function findDrillTarget({ target }: DrillScenario, { leader, jobManagers }: ClusterSnapshot): string | null {
  if (target === 'leader') return leader?.master ?? null
  return jobManagers.find(({ role, inLine }) => role === 'standby' && inLine === 1)?.master ?? null
}
