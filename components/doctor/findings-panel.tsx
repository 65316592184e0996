'use client'
import { useDeferredValue, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import type { FindingView } from '@/lib/model/configuration-view'
import type { Severity } from '@/lib/model/snapshot'
import { FindingItem } from './finding-item'
import { groupFindings, toPlaceText, type Grouping } from './finding-words'
import { FindingsFilter } from './findings-filter'

/** Every finding, worst first, or by subject or file; filtered by severity and by text. */
export function FindingsPanel({
  findings,
  isChecked,
  staleSince,
}: {
  findings: FindingView[]
  isChecked: boolean
  staleSince: string | null
}) {
  const [hidden, setHidden] = useState<readonly Severity[]>([])
  const [sought, setSought] = useState('')
  const [by, setBy] = useState<Grouping>('severity')
  const wanted = useDeferredValue(sought).trim().toLowerCase()
  const shown = findings.filter((finding) => !hidden.includes(finding.severity) && matches(finding, wanted))
  const toggle = (severity: Severity) =>
    setHidden((before) => (before.includes(severity) ? before.filter((each) => each !== severity) : [...before, severity]))
  return (
    <Panel title="Findings" aside="Checked again whenever a file or an observation changes" staleSince={staleSince}>
      {findings.length === 0 ? (
        <Nothing isChecked={isChecked} />
      ) : (
        <>
          <FindingsFilter
            findings={findings}
            hidden={hidden}
            onToggle={toggle}
            by={by}
            onGroup={setBy}
            sought={sought}
            onSeek={setSought}
          />
          <GroupedFindings findings={shown} by={by} />
          <p role="status" className={classNames('text-sm text-muted', shown.length > 0 && 'sr-only')}>
            {shown.length === 0 ? 'No finding matches this filter.' : `${shown.length} of ${findings.length} findings`}
          </p>
        </>
      )}
    </Panel>
  )
}

function GroupedFindings({ findings, by }: { findings: FindingView[]; by: Grouping }) {
  return (
    <div className="grid gap-5">
      {groupFindings(findings, by).map(({ name, findings: own }) => (
        <section key={name} aria-label={name}>
          <h3 className="caps mb-1 text-muted">{name}</h3>
          <ul className="divide-y divide-line border-y border-line">
            {own.map((finding) => (
              <FindingItem key={finding.id} finding={finding} by={by} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Nothing({ isChecked }: { isChecked: boolean }) {
  if (!isChecked) return <EmptyState title="Not checked yet.">The check runs a moment after the files are read.</EmptyState>
  return (
    <EmptyState title="No problems found in the files and observations.">
      The doctor reads masters, workers, Flink’s options, zoo.cfg and yarn-site.xml together with what the running cluster reports.
    </EmptyState>
  )
}

function matches({ sentence, whatToDo, rule, places }: FindingView, wanted: string): boolean {
  return (
    wanted === '' ||
    [sentence, whatToDo, rule, ...places.flatMap((place) => [toPlaceText(place), place.key ?? ''])].some((text) =>
      text.toLowerCase().includes(wanted),
    )
  )
}
