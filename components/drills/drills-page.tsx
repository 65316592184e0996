'use client'
import { useMemo } from 'react'
import { openPlan } from '@/components/operations/plan-host'
import { RunningLine } from '@/components/operations/running-line'
import { SourceNotices } from '@/components/shared/source-notices'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { Words } from '@/components/ui/words'
import { useActor } from '@/lib/client/use-actor'
import { useCluster } from '@/lib/client/use-cluster'
import { useDrills } from '@/lib/client/use-drills'
import { useEmergencyStop } from '@/lib/client/use-emergency-stop'
import { canActAs } from '@/lib/model/actor'
import type { DrillList } from '@/lib/model/drills/drill-report'
import { drillScenarioIds, drillScenarios, toDrillKind } from '@/lib/model/drills/scenarios'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { deriveCard, type CardState } from './card-state'
import { keepUnits } from './drill-words'
import { RunList } from './run-list'
import { StripKey } from './result-strip'
import { ScenarioCard } from './scenario-card'
import { makeTimeScale } from './time-scale'
import { deriveAdvice, deriveStandings, type DrillAdvice, type ScenarioStanding } from './standings'

/** What drills proved of a cluster and what not, which one is worth running next, and all runs over time. */
export function DrillsPage({ initial, drills }: { initial: ClusterSnapshot; drills?: DrillList }) {
  const snapshot = useCluster(initial.cluster.id, initial)
  const actor = useActor()
  const emergencyStop = useEmergencyStop()
  const { list, problem } = useDrills(snapshot.cluster.id, snapshot.operation?.id ?? null, drills)
  const standings = useMemo(() => deriveStandings(list?.drills ?? []), [list])
  const cards = useMemo(
    () => drillScenarioIds.map((id) => deriveCard(id, { snapshot, actor, isAllowed: list?.allowed ?? null, emergencyStop })),
    [snapshot, actor, list, emergencyStop],
  )
  const spanMs = deriveSpan(cards, standings)
  const canRun = canActAs(actor, 'operator')
  const { id, name } = snapshot.cluster
  return (
    <div className="grid gap-5">
      {list === null ? <Unread problem={problem} /> : <Advice advice={deriveAdvice(standings, name)} cards={cards} canRun={canRun} />}
      <RunningLine snapshot={snapshot} />
      <SourceNotices sources={snapshot.sources} />
      <section aria-labelledby="scenarios" className="grid gap-3">
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <h2 id="scenarios" className="font-semibold">
            Scenarios
          </h2>
          <StripKey spanMs={spanMs} />
        </div>
        <div className="grid gap-4 md:grid-cols-2">
          {cards.map((card, index) => (
            <ScenarioCard key={card.scenario} card={card} run={standings[index]!} spanMs={spanMs} clusterId={id} />
          ))}
        </div>
      </section>
      {list === null ? null : <Runs standings={standings} spanMs={spanMs} clusterId={id} />}
    </div>
  )
}

/** One scale for the whole page, so that lengths can be compared. */
function deriveSpan(cards: readonly CardState[], standings: readonly ScenarioStanding[]): number {
  const measured = standings.flatMap(({ ended }) =>
    ended.map(({ measures, prediction }) => [measures.recovery?.ms, prediction.total?.latestMs]),
  )
  const all = [...cards.flatMap(({ prediction, objectiveMs }) => [prediction.total?.latestMs, objectiveMs]), ...measured.flat()]
  return makeTimeScale(Math.max(0, ...all.map((ms) => ms ?? 0))).spanMs
}

function Advice({ advice, cards, canRun }: { advice: DrillAdvice; cards: readonly CardState[]; canRun: boolean }) {
  const card = cards.find(({ scenario }) => scenario === advice.next)!
  return (
    <div className="grid items-start gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1fr)_auto]">
      <header className="min-w-0">
        <Pill tone={advice.tone} caps>
          {advice.pill}
        </Pill>
        <h1 className="mt-2 max-w-[34em] headline">
          <Words text={keepUnits(advice.sentence)} />
        </h1>
        <p className="mt-1 max-w-[72ch] text-muted">
          {advice.detail === null ? '' : `${advice.detail} `}
          {canRun ? `Worth running next: ${drillScenarios[advice.next].title.toLowerCase()}.` : 'Running a drill needs the role operator.'}
        </p>
      </header>
      {!canRun || card.refusal !== null ? null : (
        <section aria-label="Next step" className="w-full max-w-[320px] max-lg:max-w-none lg:mt-1">
          <Button
            look="filled"
            aria-haspopup="dialog"
            aria-describedby="next-drill-why"
            className="w-full py-2.5 text-[15px]"
            onClick={() => openPlan({ kind: toDrillKind(advice.next), target: null })}
          >
            {advice.label}
          </Button>
          <p id="next-drill-why" className="mt-2 text-sm text-muted">
            First the plan and its preflight checks. Nothing runs before you type the cluster’s name.
          </p>
        </section>
      )}
    </div>
  )
}

function Unread({ problem }: { problem: string | null }) {
  return (
    <header className="min-w-0">
      <h1 className="headline">{problem === null ? 'Reading the drills of this cluster.' : 'What drills proved is not known now.'}</h1>
      {problem === null ? null : (
        <p role="alert" className="mt-1 text-sm font-medium text-amber-ink">
          <span aria-hidden="true">◆ </span>The list could not be read: {problem}
        </p>
      )}
    </header>
  )
}

function Runs({ standings, spanMs, clusterId }: { standings: readonly ScenarioStanding[]; spanMs: number; clusterId: string }) {
  const run = standings.filter(({ ended }) => ended.length > 0)
  return (
    <Panel
      className="drill-runs"
      title="Runs over time"
      aside={run.length === 0 ? 'No drill was run yet. Each run is listed here with its report.' : 'Newest first, each with its report'}
    >
      {run.map(({ scenario, ended }) => (
        <section key={scenario} aria-labelledby={`runs-${scenario}`} className="mt-5 first:mt-0">
          <h3 id={`runs-${scenario}`} className="mb-1 font-semibold">
            {drillScenarios[scenario].title}
          </h3>
          <RunList clusterId={clusterId} scenario={scenario} ended={ended} spanMs={spanMs} />
        </section>
      ))}
    </Panel>
  )
}
