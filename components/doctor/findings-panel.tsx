'use client'
import { useDeferredValue, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import type { FindingView } from '@/lib/model/configuration-view'
import type { Severity } from '@/lib/model/snapshot'
import { FindingItem } from './finding-item'
import { groupFindings, groupings, severities, toPlaceText, type Grouping } from './finding-words'

/** Every finding, worst first, or by subject or file; filtered by severity and by words. */
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
          <div className="mb-4 flex flex-wrap items-center gap-2 text-sm">
            {severities.map((each) => (
              <Toggle
                key={each.severity}
                each={each}
                count={findings.filter(({ severity }) => severity === each.severity).length}
                on={!hidden.includes(each.severity)}
                onClick={() => toggle(each.severity)}
              />
            ))}
            <GroupBy by={by} onChoose={setBy} />
            <input
              type="search"
              value={sought}
              onChange={(event) => setSought(event.target.value)}
              aria-label="Find a finding by words, file or key"
              placeholder="Words, file or key"
              className="w-56 max-w-full rounded-sm border border-line-strong bg-paper px-2.5 py-1 placeholder:text-faint max-sm:w-full"
            />
          </div>
          <div className="grid gap-5">
            {groupFindings(shown, by).map(({ name, findings: own }) => (
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
          <p role="status" className={classNames('text-sm text-muted', shown.length > 0 && 'sr-only')}>
            {shown.length === 0 ? 'No finding is left by this filter.' : `${shown.length} of ${findings.length} findings`}
          </p>
        </>
      )}
    </Panel>
  )
}

function Toggle({ each, count, on, onClick }: { each: (typeof severities)[number]; count: number; on: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={classNames(
        'inline-flex items-center gap-1.5 rounded-full border px-3 py-0.5',
        on ? 'border-line-strong' : 'border-dashed border-line text-muted',
      )}
    >
      <span aria-hidden="true" className={each.className}>
        {each.shape}
      </span>
      {count} {count === 1 ? each.one : each.many}
    </button>
  )
}

function GroupBy({ by, onChoose }: { by: Grouping; onChoose: (by: Grouping) => void }) {
  return (
    <label className="ml-auto inline-flex items-center gap-1.5 text-muted max-sm:ml-0 max-sm:w-full">
      Group by
      <select
        value={by}
        onChange={(event) => onChoose(groupings.find((each) => each === event.target.value) ?? 'severity')}
        className="rounded-sm border border-line-strong bg-paper px-1.5 py-1 text-ink max-sm:flex-1"
      >
        {groupings.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  )
}

function Nothing({ isChecked }: { isChecked: boolean }) {
  if (!isChecked) return <EmptyState title="Nothing was checked yet.">The doctor looks a moment after the files are read.</EmptyState>
  return (
    <EmptyState title="Nothing is wrong as far as files and observations tell.">
      The doctor reads masters, workers, Flink’s options, zoo.cfg and yarn-site.xml together with what the running cluster says of itself.
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
