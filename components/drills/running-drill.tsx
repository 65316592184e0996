'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { CutOff } from '@/components/operations/cut-off'
import { StepBar } from '@/components/operations/step-bar'
import { StepList } from '@/components/operations/step-list'
import { toDeadlineText } from '@/components/operations/record-words'
import { Fact, Facts } from '@/components/ui/facts'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { TimeOfDay } from '@/components/ui/time'
import { toTickingText } from '@/lib/base/durations'
import { useNow } from '@/lib/client/use-now'
import type { Drill } from '@/lib/model/drills/drill-report'
import { drillScenarios, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import type { OperationRecord } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { AbortDrill } from './abort-drill'
import { keepUnits, toUncertaintyText } from './drill-words'
import { FaultPicture } from './fault-picture'
import { GuardCard } from './guard-card'
import { PhaseTracks } from './phase-tracks'
import { LiveProbes } from './probe-list'
import { deriveRunningState, toRunningHeadline, type RunningState } from './running-words'
import { findFinest } from '@/lib/model/drills/evidence'

interface RunningDrillProps {
  scenario: DrillScenarioId
  /** null: its first step has not begun. */
  drill: Drill | null
  record: OperationRecord
  snapshot: ClusterSnapshot
  isCutOff: boolean
}

/** A drill under way: what is broken and for how long, how to end it, and the phases against the prediction. */
export function RunningDrill({ scenario, drill, record, snapshot, isCutOff }: RunningDrillProps) {
  const state = deriveRunningState(drill, record)
  return (
    <div
      className="grid items-start gap-x-6 gap-y-5 lg:grid-cols-[minmax(0,1fr)_320px] lg:grid-rows-[auto_1fr]"
      data-drill={record.id}
      data-stage={state.stage}
    >
      <RunningHeadline scenario={scenario} drill={drill} record={record} snapshot={snapshot} state={state} />
      <aside aria-label="Control of the drill" className="grid gap-3 lg:sticky lg:top-[78px] lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <AbortDrill drill={drill} record={record} stage={state.stage} />
        {drill === null ? null : <GuardCard drill={drill} />}
        <ControlFacts drill={drill} record={record} />
      </aside>
      <div className="grid min-w-0 gap-5">
        {isCutOff ? <CutOff /> : null}
        {drill === null ? null : (
          <>
            <Panel title="Phases" aside={<Zero drill={drill} />}>
              <div className={isCutOff ? 'stale' : ''}>
                <PhaseTracks drill={drill} state={state} />
              </div>
            </Panel>
            <FaultPicture snapshot={snapshot} scenario={scenario} broken={isBroken(state) ? (drill.target?.master ?? null) : null} />
            <Panel title="Steady state" aside="Judged by this page on what is observed now">
              <LiveProbes drill={drill} snapshot={snapshot} />
            </Panel>
          </>
        )}
        <Panel title="Steps and host output" aside={<Deadline record={record} isLive={!isCutOff} />}>
          <div className={isCutOff ? 'stale' : ''}>
            <StepBar steps={record.steps} ended={false} />
            <div className="mt-2">
              <StepList steps={record.steps} />
            </div>
          </div>
        </Panel>
      </div>
    </div>
  )
}

function isBroken({ faultAt, undoneAt }: RunningState): boolean {
  return faultAt !== null && undoneAt === null
}

/** What the times are counted from, its clock and uncertainty. */
function Zero({ drill }: { drill: Drill }) {
  const fault = findFinest(drill.evidence, 'fault-done')
  if (fault === null) return 'From the fault, which is not done yet'
  return (
    <>
      From the fault at <TimeOfDay at={new Date(fault.at).toISOString()} /> · {fault.source}, {toUncertaintyText(fault.uncertaintyMs)}
    </>
  )
}

interface RunningHeadlineProps extends Pick<RunningDrillProps, 'scenario' | 'drill' | 'record' | 'snapshot'> {
  state: RunningState
}

/** The live region announces a change of stage once; ticking figures are not announced. */
function RunningHeadline({ scenario, drill, record, snapshot, state }: RunningHeadlineProps) {
  const now = useNow()
  const { sentence, expected } = toRunningHeadline({
    ...state,
    drill,
    record,
    now,
    leader: snapshot.leader?.master ?? null,
    standby: snapshot.takeover.standby,
  })
  return (
    <header className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <Pill tone="lead" shape="◐" caps>
          Drill running · {toTickingText(now - Date.parse(record.startedAt))}
        </Pill>
        <Link href={pagePaths.clusterSection(record.clusterId, 'drills')} className="link">
          All drills
        </Link>
        <span>
          {drill === null ? '' : `#${drill.number} `}
          {drillScenarios[scenario].title}
        </span>
      </p>
      <div role="status" aria-live="polite">
        <span className="sr-only">{stageWords[state.stage]}</span>
        <h1 aria-live="off" className="mt-2 max-w-[34em] headline">
          {keepUnits(sentence)}
          {expected === null ? null : (
            <>
              {' '}
              {expected.what} between <TimeOfDay at={new Date(expected.from).toISOString()} /> and{' '}
              <TimeOfDay at={new Date(expected.to).toISOString()} />.
            </>
          )}
        </h1>
      </div>
      <p className="mt-1 max-w-[72ch] text-muted">{drill?.prediction.sentence ?? drillScenarios[scenario].breaks}</p>
    </header>
  )
}

const stageWords: Record<RunningState['stage'], string> = {
  preparing: 'Nothing is broken yet.',
  broken: 'The fault is done.',
  led: 'The next leader is announced.',
  recovered: 'All jobs run again.',
  undoing: 'The fault is being undone.',
}

function Deadline({ record, isLive }: { record: OperationRecord; isLive: boolean }) {
  return (
    <>
      {isLive ? 'Live · ' : ''}
      {toDeadlineText(record, useNow())}
    </>
  )
}

function ControlFacts({ drill, record }: { drill: Drill | null; record: OperationRecord }) {
  const guard = drill?.guard ?? null
  return (
    <Facts className="px-1">
      <Fact name="Started by">{record.by.name}</Fact>
      <Fact name="Reason">{record.reason ?? <span className="text-muted">none given</span>}</Fact>
      {record.abortedBy === null ? null : <Fact name="Aborted by">{record.abortedBy}</Fact>}
      {guard === null ? null : <Fact name="If this console dies">The guard undoes it on the host.</Fact>}
      {guard === null ? null : <Fact name="If ssh fails">The same. The guard runs on {guard.host}.</Fact>}
    </Facts>
  )
}
