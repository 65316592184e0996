import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { Fact, Facts } from '@/components/ui/facts'
import { ShortId } from '@/components/ui/short-id'
import { DateAndTime, Duration, TimeOfDay } from '@/components/ui/time'
import { toDurationText, toPreciseDurationText } from '@/lib/base/durations'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import { keepUnits, toUncertaintyText } from './drill-words'

const sorts = { person: '', key: ' (API key)', system: ' (this console)' } as const

/** Who asked, why, and for what. */
export function ReportDetails({ report }: { report: DrillReport }) {
  const { by, reason, target, startedAt, endedAt, leader, clock, clusterId, id, rollback } = report
  return (
    <Facts>
      <Fact name="Started by">
        {by.name}
        {sorts[by.kind]}
      </Fact>
      <Fact name="Reason (audit log)">{reason ?? <span className="text-muted">none given</span>}</Fact>
      <Fact name="Target, chosen at the act">
        {target === null ? (
          <span className="text-muted">none was proven</span>
        ) : (
          <span className="font-mono text-xs">
            {target.master} on {target.host}, pid {target.pid}
          </span>
        )}
      </Fact>
      <Fact name="Leader session before">{leader.before === null ? 'no leader' : <ShortId id={leader.before} />}</Fact>
      <Fact name="Leader session after">{leader.after === null ? 'no leader' : <ShortId id={leader.after} />}</Fact>
      <Fact name="Ran">
        <DateAndTime at={startedAt} />–<TimeOfDay at={endedAt} /> (<Duration ms={Date.parse(endedAt) - Date.parse(startedAt)} />)
      </Fact>
      <Fact name="Rollback">{rollback.text}</Fact>
      <Fact name="Clock of the host">
        {clock === null ? (
          <span className="text-muted">offset not measured</span>
        ) : (
          keepUnits(`${clock.host}: ${toOffsetText(clock.offsetMs)}, ${toUncertaintyText(clock.uncertaintyMs)}`)
        )}
      </Fact>
      <Fact name="Steps and host output">
        <Link href={pagePaths.operation(clusterId, id)} className="link">
          Operation
        </Link>
      </Fact>
    </Facts>
  )
}

function toOffsetText(offsetMs: number): string {
  if (offsetMs === 0) return 'as this console’s'
  return `${toPreciseDurationText(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead of' : 'behind'} this console`
}

/** What the figures depend on; two runs with one fingerprint can be compared. */
export function ReportConfiguration({ configuration }: Pick<DrillReport, 'configuration'>) {
  const { flinkVersion, sessionTimeoutMs, tickTimeMs, checkpointIntervalMs, options } = configuration
  return (
    <Facts>
      <Fact name="Flink">{flinkVersion ?? <NotKnown />}</Fact>
      <Fact name="ZooKeeper session, granted">{sessionTimeoutMs === null ? <NotKnown /> : toDurationText(sessionTimeoutMs)}</Fact>
      <Fact name="ZooKeeper tickTime">{tickTimeMs === null ? <NotKnown /> : toDurationText(tickTimeMs)}</Fact>
      <Fact name="Longest checkpoint interval">{checkpointIntervalMs === null ? <NotKnown /> : toDurationText(checkpointIntervalMs)}</Fact>
      {Object.entries(options).map(([name, value]) => (
        <div key={name} className="flex flex-wrap items-baseline justify-between gap-x-4">
          <dt className="min-w-0 font-mono text-xs text-muted [overflow-wrap:anywhere]">{name}</dt>
          <dd className="ml-auto min-w-0 text-right font-mono text-xs [overflow-wrap:anywhere]">
            {value ?? <span className="text-muted">default</span>}
          </dd>
        </div>
      ))}
    </Facts>
  )
}

function NotKnown() {
  return <span className="text-muted">not known</span>
}
