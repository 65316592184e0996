import { drillScenarioIds, drillScenarios, toDrillKind, type DrillKind, type DrillScenario } from '../drills/scenarios'
import type { ClusterSnapshot } from '../snapshot'
import { hasStandby, toNoStandbySentence } from '../standby'
import { allow, deny, type OperationKindRecord, type Permission } from './kind-record'

/** An operation kind for each scenario, made of what the scenarios' table says. */
export const drillKinds = Object.fromEntries(drillScenarioIds.map((id) => [toDrillKind(id), toKindRecord(drillScenarios[id])])) as Readonly<
  Record<DrillKind, OperationKindRecord>
>

function toKindRecord(scenario: DrillScenario): OperationKindRecord {
  return {
    title: `${scenario.title} (drill)`,
    what: `${scenario.breaks} Measures the failover, undoes the fault and writes a report.`,
    targets: null,
    isTargetOptional: false,
    isChosenByHand: false,
    role: 'operator',
    group: 'drills',
    button: scenario.button,
    toCommitWords: (_, leader) => scenario.toCommitWords(leader),
    isHarmless: false,
    undo: `Aborting undoes the fault. ${scenario.undoneBy}`,
    options: {
      objectiveMs: 'recovery objective in ms; default: the predicted window with some room',
      deadlineMs: 'ms from the fault after which it is undone, measured or not',
    },
    needsHosts: true,
    mayEnd: scenario.target === 'leader' ? 'leader' : 'target',
    permit: permitDrill,
  }
}

function permitDrill(snapshot: ClusterSnapshot): Permission {
  if (!snapshot.leader || snapshot.leader.process !== 'running') return deny('No running leader is proven, so there is nothing to measure.')
  return hasStandby(snapshot) ? allow() : deny(toNoStandbySentence(snapshot.jobManagers))
}
