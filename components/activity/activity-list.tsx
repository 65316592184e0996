'use client'
import { useContext } from 'react'
import { MomentLink } from '@/components/shared/moment-link'
import { severityShapes } from '@/components/shared/verdict-words'
import { classNames } from '@/components/ui/class-names'
import { toClockText, toDayWithYearText, toFullTimeText } from '@/components/ui/clock-text'
import { ReaderZone, RenderedAt } from '@/lib/client/use-now'
import type { ActivityEntry } from '@/lib/model/activity'
import { sourceWords } from './activity-words'

interface ActivityListProps {
  entries: readonly ActivityEntry[]
  /** Names of clusters by id; a cluster of the past may have none. */
  names: ReadonlyMap<string, string>
  withCluster: boolean
}

/** Newest first, by day. A time links to the cluster as it was then. */
export function ActivityList({ entries, names, withCluster }: ActivityListProps) {
  const zone = useContext(ReaderZone)
  return toDays(entries, zone).map(({ day, entries: ofDay }) => (
    <section key={day} aria-label={day}>
      <h2 className="border-b border-line-strong pt-4 pb-1.5 text-sm text-muted first:pt-0">{day}</h2>
      <ol>
        {ofDay.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            zone={zone}
            cluster={withCluster && entry.clusterId !== null ? (names.get(entry.clusterId) ?? entry.clusterId) : null}
          />
        ))}
      </ol>
    </section>
  ))
}

function Entry({ entry, zone, cluster }: { entry: ActivityEntry; zone: string; cluster: string | null }) {
  const renderedAt = useContext(RenderedAt)
  const { at, source, severity, clusterId, who, text } = entry
  const { shape, word, className } = severityShapes[severity]
  return (
    <li
      data-entry={entry.id}
      data-source={source}
      className={classNames(
        'grid grid-cols-[72px_20px_minmax(0,1fr)] gap-x-2 border-b border-line py-2 text-sm',
        Date.parse(at) > renderedAt && 'arrives',
      )}
    >
      {clusterId === null ? (
        <time dateTime={at} data-tip={toFullTimeText(at, zone)} tabIndex={0} className="text-muted">
          {toClockText(at, zone)}
        </time>
      ) : (
        <MomentLink at={at} clusterId={clusterId} />
      )}
      <span data-tip={word} className={className}>
        <span aria-hidden="true">{shape}</span>
        <span className="sr-only">{word}</span>
      </span>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        {text}
        <p className="text-xs text-muted">
          {[sourceWords[source].one, toKindText(entry), cluster, who === null ? null : `by ${who}`]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      </div>
    </li>
  )
}

/** An event's kind is a word and a finding's a rule to look up; of the rest the text says what the code would. */
function toKindText({ source, kind }: ActivityEntry): string | null {
  return source === 'event' || source === 'finding' ? kind : null
}

function toDays(entries: readonly ActivityEntry[], zone: string): { day: string; entries: ActivityEntry[] }[] {
  const days: { day: string; entries: ActivityEntry[] }[] = []
  for (const entry of entries) {
    const day = toDayWithYearText(entry.at, zone)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}
