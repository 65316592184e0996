'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { openPlan } from '@/components/operations/plan-host'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { ShortId } from '@/components/ui/short-id'
import { DateAndTime } from '@/components/ui/time'
import { Words } from '@/components/ui/words'
import { useActor } from '@/lib/client/use-actor'
import { useDrills } from '@/lib/client/use-drills'
import { findPermitted } from '@/lib/model/derive-permitted'
import type { DrillList, DrillReport } from '@/lib/model/drills/drill-report'
import { drillScenarios, toDrillKind } from '@/lib/model/drills/scenarios'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { drillVerdictWords, keepUnits, toBareSentence } from './drill-words'
import { DrillTimeline } from './drill-timeline'
import { deriveEventRows } from './event-rows'
import { EventTable } from './event-table'
import { PhaseTable } from './phase-table'
import { Probe } from './probe-list'
import { deriveFigures, deriveLeaderProofs } from './report-figures'
import { ReportConfiguration, ReportDetails } from './report-facts'
import { ReportFoot } from './report-foot'
import { deriveAfter, ProofList, ReportFigures, Shorten } from './report-outcome'
import { RunList } from './run-list'
import { makeTimeScale } from './time-scale'
import { deriveTimeline } from './timeline-drawing'
import { TimelineKey } from './timeline-key'

interface DrillReportViewProps {
  report: DrillReport
  snapshot: ClusterSnapshot
  drills?: DrillList
}

/** The report of a drill: passed or not, where the seconds went, what would shorten it. Two pages on paper. */
export function DrillReportView({ report, snapshot, drills }: DrillReportViewProps) {
  const events = deriveEventRows(report)
  const drawing = deriveTimeline(report)
  const { measures, scenario, steadyState } = report
  return (
    <div className="drill-report grid gap-5 print:gap-3" data-report={report.id} data-verdict={report.verdict}>
      <ReportHead report={report} snapshot={snapshot} />
      <Panel title="Figures">
        <ReportFigures figures={deriveFigures(report, events)} />
      </Panel>
      <Panel title="Timeline" corner={drawing === null ? null : <TimelineKey />}>
        {drawing === null ? (
          <p className="text-sm text-muted">The fault was not observed, so there is nothing to draw.</p>
        ) : (
          <DrillTimeline drawing={drawing} total={measures.recovery} />
        )}
      </Panel>
      <Panel title="Measured events" aside={<ClockNote report={report} />}>
        {events.length === 0 ? (
          <p className="text-sm text-muted">No event was observed.</p>
        ) : (
          <EventTable events={events} scenario={scenario} />
        )}
      </Panel>
      <div data-print="second" className="grid gap-5 print:gap-3">
        <Panel title="Phases" aside={<PredictedAt report={report} />}>
          <PhaseTable report={report} />
        </Panel>
        <div className="grid items-start gap-5 lg:grid-cols-2 print:grid-cols-2">
          <div className="grid min-w-0 gap-5 print:gap-3">
            <Panel title="What would shorten it">
              <Shorten measures={measures} scenario={scenario} />
            </Panel>
            <Panel title="After the drill">
              <ProofList proofs={deriveAfter(report)} />
              <Steady title="Steady state before" results={steadyState.before} />
              <Steady title="Steady state after" results={steadyState.after} />
            </Panel>
            <Panel title="Configuration" aside={<Fingerprint report={report} />}>
              <ReportConfiguration configuration={report.configuration} />
            </Panel>
          </div>
          <div className="grid min-w-0 gap-5 print:gap-3">
            <Panel title={measures.overlapMs === 0 ? 'Two leaders: 0 s' : 'Two leaders'} aside="What proves it">
              <ProofList proofs={deriveLeaderProofs(report, events)} />
            </Panel>
            <Panel title="Details">
              <ReportDetails report={report} />
            </Panel>
          </div>
        </div>
      </div>
      <OtherRuns report={report} snapshot={snapshot} drills={drills} />
      <ReportFoot report={report} />
    </div>
  )
}

function ReportHead({ report, snapshot }: Pick<DrillReportViewProps, 'report' | 'snapshot'>) {
  const { verdict, number, title, clusterName, clusterId, startedAt, reasons, scenario } = report
  const { word, tone, shape } = drillVerdictWords[verdict]
  const { allowed } = findPermitted(snapshot, useActor(), toDrillKind(scenario), null)
  const sentence = toBareSentence(report)
  const others = reasons.filter((reason) => !sentence.includes(reason))
  return (
    <div className="grid items-start gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1fr)_auto]">
      <header className="min-w-0">
        <p className="mb-2 hidden text-muted print:block">Understudy · drill report · cluster {clusterName}</p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <Pill tone={tone} shape={shape} caps>
            {word}
          </Pill>
          <Link href={pagePaths.clusterSection(clusterId, 'drills')} className="link print:hidden">
            All drills
          </Link>
          <span>
            #{number} {title} · {clusterName} · <DateAndTime at={startedAt} />
          </span>
        </p>
        <h1 className="mt-2 max-w-[34em] headline">
          <Words text={keepUnits(sentence)} />
        </h1>
        {others.map((reason) => (
          <p key={reason} className="mt-1 max-w-[80ch] text-muted">
            <Words text={keepUnits(reason)} />
          </p>
        ))}
      </header>
      <div className="flex flex-wrap gap-2.5 print:hidden lg:mt-1">
        <Button onClick={() => window.print()}>Print</Button>
        {!allowed ? null : (
          <Button aria-haspopup="dialog" onClick={() => openPlan({ kind: toDrillKind(scenario), target: null })}>
            Run again…
          </Button>
        )}
      </div>
    </div>
  )
}

function ClockNote({ report: { clock } }: { report: DrillReport }) {
  if (clock === null) return 'The offset of the host’s clock was not measured: the uncertainty of its events is not known'
  return `The offset of ${clock.host}’s clock was measured before the fault and is part of the uncertainty`
}

function PredictedAt({ report: { prediction } }: { report: DrillReport }) {
  return (
    <>
      Predicted <DateAndTime at={prediction.madeAt} />, before the fault. {prediction.sentence}
    </>
  )
}

function Fingerprint({ report: { configuration } }: { report: DrillReport }) {
  return (
    <>
      Fingerprint <ShortId id={configuration.fingerprint} />
    </>
  )
}

function Steady({ title, results }: { title: string; results: DrillReport['steadyState']['before'] }) {
  return (
    <details className="mt-3 border-t border-line pt-2 text-sm print:hidden">
      <summary className="link inline">
        {title}, {results.length}
      </summary>
      {results.length === 0 ? (
        <p className="mt-2 text-muted">Not checked.</p>
      ) : (
        <ul className="mt-2">
          {results.map((result) => (
            <Probe key={JSON.stringify(result.probe)} result={result} aside="" />
          ))}
        </ul>
      )}
    </details>
  )
}

/** All runs of the scenario; one alone has no trend. */
function OtherRuns({ report, snapshot, drills }: DrillReportViewProps) {
  const { clusterId, scenario, id } = report
  const { list } = useDrills(clusterId, snapshot.operation?.id ?? null, drills)
  const ended = (list?.drills ?? []).filter((one) => one.scenario === scenario && one.state === 'ended')
  if (ended.length < 2) return null
  const lengths = ended.map(({ measures, prediction }) => Math.max(measures.recovery?.ms ?? 0, prediction.total?.latestMs ?? 0))
  const { spanMs } = makeTimeScale(Math.max(...lengths))
  return (
    <div className="print:hidden">
      <Panel title={`Runs of “${drillScenarios[scenario].title.toLowerCase()}”`} aside="Newest first">
        <RunList clusterId={clusterId} scenario={scenario} ended={ended} spanMs={spanMs} current={id} />
      </Panel>
    </div>
  )
}
